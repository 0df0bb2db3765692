import { inject } from 'vitest';
import { Kubectl } from '../../tools/kubectl.ts';
import { type Installation, installationOf } from '../../tools/names.ts';
import { type Run, runCli } from '../../tools/test/processes.ts';
import { FunctionInCluster } from '../harness/function-in-cluster.ts';
import type { Release } from '../harness/images.ts';
import type { KnownPhoto } from '../harness/photos.ts';
import { stateOf } from '../rollout/state.ts';

export const kubectl = new Kubectl();

/** The image under test. */
export function imageUnderTest(): string {
  return inject('e2e').image;
}

export function imageOfRelease(release: Release): string {
  const image = inject('e2e').releases[release];
  if (image === undefined) throw new Error(`the release ${release} was not built for this run`);
  return image;
}

export function photos(): KnownPhoto[] {
  return inject('e2e').photos.map(({ content, ...known }) => ({
    ...known,
    content: Buffer.from(content, 'base64'),
  }));
}

/** An installation on the cluster of KUBECONFIG, driven by the project's own commands. */
export class InstallationUnderTest extends FunctionInCluster {
  constructor(installation: Installation) {
    super(kubectl, installation);
  }

  /** Of the processes of its commands. */
  get environment(): { PATH: string; [name: string]: string } {
    const { PATH = '', KUBECONFIG, HOME } = process.env;
    const { name: SERVICE_NAME, namespace: SERVICE_NAMESPACE } = this.installation;
    return {
      ...{ PATH, SERVICE_NAME, SERVICE_NAMESPACE },
      ...(KUBECONFIG && { KUBECONFIG }),
      ...(HOME && { HOME }),
    };
  }

  /** Runs `npx . cluster NAME ARGS`; its errors are without the line that names the cluster. */
  async command(name: string, ...args: string[]): Promise<Run> {
    const isReading = ['status', 'logs', 'smoke'].includes(name);
    const run = await runCli(['cluster', name, ...args, ...(isReading ? [] : ['--yes'])], this.environment);
    return { ...run, stderr: run.stderr.replace(/^context .*, server .*, namespace .*\n/, '') };
  }

  /** @returns what a command printed @throws Error when it ended with another code than 0 */
  async succeed(name: string, ...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.command(name, ...args);
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${stdout}${stderr}`);
    return stdout;
  }

  /** Lets the image under test serve everything, in whatever state the test before left the cluster. */
  async reset(): Promise<void> {
    const service = await this.find();
    if (service !== undefined && stateOf(service) !== undefined) await this.succeed('rollback');
    await this.succeed('deploy', '--overlay', 'kind', '--image', imageUnderTest(), '--watch', '0');
  }
}

/** The installation that most tests are about. */
export const main = new InstallationUnderTest(installationOf());

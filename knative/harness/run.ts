import { existsSync } from 'node:fs';
import path from 'node:path';
import { Option } from '@commander-js/extra-typings';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { root } from '../../tools/names.ts';
import { attach } from '../../tools/process.ts';
import { up } from '../kind/install.ts';
import { confirmChange } from '../target/confirm.ts';
import { localClusterEnvironment, localClusterFolder, startLocalCluster } from './local-cluster.ts';

/** What the commands that test on a cluster have in common. */
export const upOption = () =>
  new Option('--up', "start a cluster first: shared/cluster's where it is present, else Kind's");
export const onlyOption = () => new Option('--only <name>', 'the tests of files with that in their names');

export interface EndToEndChoice {
  up?: true | undefined;
  short?: true | undefined;
  only?: string | undefined;
  yes?: true | undefined;
}

/** What is tested, and where. */
interface Tested {
  /** Of vitest.config.ts. */
  project: string;
  /** That the tests change. */
  namespaces: readonly string[];
  /** Of shared/cluster, which `--up` makes. */
  images: readonly string[];
}

/** Runs a project's tests on the cluster of KUBECONFIG, with their exit code as this process's. */
export async function runEndToEnd(
  { project, namespaces, images }: Tested,
  { up: start, short, only, yes }: EndToEndChoice,
): Promise<void> {
  const cluster = start === true ? await startedCluster(images) : {};
  if (start !== true) {
    await confirmChange(new Kubectl(), { namespace: namespaces.join(', '), yes, isForTests: true });
  }
  const env = { ...cluster, ...(short === true && { E2E_SHORT: '1' }) };
  const vitest = path.join(root, 'node_modules/.bin/vitest');
  if (!existsSync(vitest)) throw new Failure('vitest is missing: npm ci brings it');
  process.exitCode = await attach(
    vitest,
    ['run', '--project', project, ...(only === undefined ? [] : [only])],
    {
      env,
    },
  );
}

/** @returns the variables that lead to it */
async function startedCluster(images: readonly string[]): Promise<Record<string, string>> {
  const folder = localClusterFolder();
  if (folder === undefined) {
    await up(console.log);
    return {};
  }
  if ((await startLocalCluster(folder, images)) !== 0) throw new Failure(`${folder} did not start`);
  return localClusterEnvironment(folder);
}

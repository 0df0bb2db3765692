import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import type { Client } from '../../tools/http.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { NAME, REVISION_LABEL, SERVICE_KIND, SERVICE_LABEL } from '../../tools/names.ts';
import { type Run, runCli } from '../../tools/test/processes.ts';
import { clientFor, serviceOf } from '../rollout/kubectl-cluster.ts';
import { stateOf } from '../rollout/state.ts';
import { type KnativeService, sharesOf } from '../service/service.ts';
import type { Release } from './images.ts';
import type { KnownPhoto } from './photos.ts';

export interface Pod {
  metadata: { name: string; labels?: Record<string, string>; deletionTimestamp?: string };
  status?: {
    phase?: string;
    conditions?: { type: string; status: string }[];
    containerStatuses?: { name: string; restartCount: number; state?: object; lastState?: object }[];
  };
}

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

/** Runs what `npx . cluster NAME ARGS` runs, against the cluster of KUBECONFIG. */
export function command(name: string, ...args: string[]): Promise<Run> {
  return runCli(['cluster', name, ...args], commandEnvironment());
}

export function commandEnvironment(): { PATH: string; [name: string]: string } {
  const { PATH = '', KUBECONFIG, HOME } = process.env;
  return { PATH, ...(KUBECONFIG && { KUBECONFIG }), ...(HOME && { HOME }) };
}

/** The image under test serves everything, in whatever state the test before left the cluster. */
export async function deployed(): Promise<void> {
  const service = await kubectl.find<KnativeService>(SERVICE_KIND, NAME, NAME);
  if (service !== undefined && stateOf(service) !== undefined) await succeed('rollback');
  await succeed('deploy', '--overlay', 'kind', '--image', imageUnderTest(), '--watch', '0');
}

/** @returns what a command printed @throws Error when it ended with another code than 0 */
export async function succeed(name: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await command(name, ...args);
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${stdout}${stderr}`);
  return stdout;
}

export async function newClient(tag?: string): Promise<Client> {
  return clientFor(kubectl, await serviceOf(kubectl), undefined, tag);
}

/** The share of each revision that has traffic. */
export async function shares(): Promise<Record<string, number>> {
  return Object.fromEntries(sharesOf(await serviceOf(kubectl)));
}

export async function servingRevision(): Promise<string> {
  const [revision] = Object.keys(await shares());
  if (revision === undefined) throw new Error('nothing serves');
  return revision;
}

/** Those of one revision, or of all. */
export async function pods(revision?: string): Promise<Pod[]> {
  const selector = revision === undefined ? `${SERVICE_LABEL}=${NAME}` : `${REVISION_LABEL}=${revision}`;
  const { items } = await kubectl.json<{ items: Pod[] }>([
    ...['get', 'pods', '--namespace', NAME, '--selector', selector],
  ]);
  return items;
}

export function isEnding({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
}

/** Looks until it is so. @throws Error with what was waited for */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  { timeoutMs, intervalMs = 1000 }: { timeoutMs: number; intervalMs?: number },
): Promise<void> {
  for (const endsAt = Date.now() + timeoutMs; !(await condition()); await pause(intervalMs)) {
    if (Date.now() > endsAt) throw new Error(`not within ${timeoutMs} ms: ${what}`);
  }
}

/** No pod is asked for any more; the last ones may still be ending. */
export async function scaledToZero(timeoutMs: number): Promise<void> {
  await until('scaled to zero', async () => (await pods()).every(isEnding), { timeoutMs });
}

export async function allPodsGone(timeoutMs: number): Promise<void> {
  await until('all pods gone', async () => (await pods()).length === 0, { timeoutMs });
}

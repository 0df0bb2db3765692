import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Request } from '../../tools/http.ts';
import type { Kubectl } from '../../tools/kubectl.ts';
import { waitUntil } from '../../tools/wait-until.ts';
import { CONTAINER, SERVICE_LABEL } from '../names.ts';
import { NAMESPACE } from './services.ts';

interface Pod {
  metadata: { name: string; deletionTimestamp?: string };
}

export interface ColdStart {
  /** From the request's first byte to the answer's last. */
  answerMs: number;
  /** The function's own part, from the start of its process until it listens; undefined for hello. */
  processMs?: number;
}

const POLL_MS = 200;
const ZERO_TIMEOUT_MS = 300_000;

async function podsOf(kubectl: Kubectl, service: string): Promise<Pod[]> {
  const selector = `${SERVICE_LABEL}=${service}`;
  const { items } = await kubectl.json<{ items: Pod[] }>([
    ...['get', 'pods', '--namespace', NAMESPACE, '--selector', selector],
  ]);
  return items;
}

/** How long it takes until no pod is asked for, and until the last one is gone. */
export async function timeToZero(
  kubectl: Kubectl,
  service: string,
): Promise<{ zeroMs: number; goneMs: number }> {
  const startedAt = performance.now();
  let zeroMs: number | undefined;
  return untilZero(service, async () => {
    const pods = await podsOf(kubectl, service);
    const sinceMs = performance.now() - startedAt;
    if (pods.every(({ metadata }) => metadata.deletionTimestamp !== undefined)) zeroMs ??= sinceMs;
    return zeroMs !== undefined && pods.length === 0 && { zeroMs, goneMs: sinceMs };
  });
}

/** Waits until no pod is asked for, and does not wait for those to end that serve nobody any more. */
async function atZero(kubectl: Kubectl, service: string): Promise<void> {
  await untilZero(service, async () => {
    const pods = await podsOf(kubectl, service);
    if (pods.some(({ metadata }) => metadata.deletionTimestamp === undefined)) return false;
    if (pods.length === 0) return true;
    const names = pods.map(({ metadata }) => metadata.name);
    await kubectl.run([
      ...['delete', 'pods', ...names, '--namespace', NAMESPACE],
      ...['--grace-period', '0', '--force', '--ignore-not-found'],
    ]);
    return false;
  });
}

async function untilZero<Found>(service: string, ask: () => Promise<Found | false>): Promise<Found> {
  const found = await waitUntil(ask, { timeoutMs: ZERO_TIMEOUT_MS, intervalMs: POLL_MS });
  if (found === undefined)
    throw new Error(`${service} did not scale to zero within ${ZERO_TIMEOUT_MS / 1000} s`);
  return found;
}

/** One request to a service at zero. @throws Error for an answer other than 200 */
export async function coldStart(
  kubectl: Kubectl,
  service: string,
  client: Client,
  request: Request,
): Promise<ColdStart> {
  await atZero(kubectl, service);
  // The autoscaler and the activator have to know it, too.
  await pause(1000);
  const { status, milliseconds } = await client.ask(request);
  if (status !== 200) throw new Error(`${service} answered ${status}`);
  const processMs = await processStartMs(kubectl, service);
  return { answerMs: milliseconds, ...(processMs !== undefined && { processMs }) };
}

async function processStartMs(kubectl: Kubectl, service: string): Promise<number | undefined> {
  const selector = `${SERVICE_LABEL}=${service}`;
  const log = await kubectl.run([
    ...['logs', '--namespace', NAMESPACE, '--selector', selector, '--container', CONTAINER, '--tail', '100'],
  ]);
  const found = /"start_ms":(\d+)/.exec(log)?.[1];
  return found === undefined ? undefined : Number(found);
}

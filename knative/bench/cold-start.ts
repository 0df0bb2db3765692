import { setTimeout as pause } from 'node:timers/promises';
import type { Client, Request } from '../../tools/http.ts';
import { until } from '../../tools/wait-until.ts';
import type { FunctionInCluster } from '../harness/function-in-cluster.ts';
import { CONTAINER, podSelector } from '../names.ts';
import { isEnding } from '../service/pod.ts';

export interface ColdStart {
  /** From the request's first byte to the answer's last. */
  answerMs: number;
  /** The function's own part, from the start of its process until it listens; undefined for hello. */
  processMs?: number;
}

const ZERO = { timeoutMs: 300_000, intervalMs: 200 };

/** How long it takes until no pod is asked for, and until the last one is gone. */
export async function timeToZero(service: FunctionInCluster): Promise<{ zeroMs: number; goneMs: number }> {
  const startedAt = performance.now();
  let zeroMs: number | undefined;
  const ask = async () => {
    const pods = await service.pods();
    const sinceMs = performance.now() - startedAt;
    if (pods.every(isEnding)) zeroMs ??= sinceMs;
    return zeroMs !== undefined && pods.length === 0 && { zeroMs, goneMs: sinceMs };
  };
  return until(`${service.installation.name} at zero`, ask, ZERO);
}

/** Waits until no pod is asked for, and does not wait for those to end that serve nobody any more. */
async function atZero(service: FunctionInCluster): Promise<void> {
  const ask = async () => {
    const pods = await service.pods();
    if (!pods.every(isEnding)) return false;
    if (pods.length === 0) return true;
    const names = pods.map(({ metadata }) => metadata.name);
    await service.kubectl.run([
      ...['delete', 'pods', ...names, '--namespace', service.installation.namespace],
      ...['--grace-period', '0', '--force', '--ignore-not-found'],
    ]);
    return false;
  };
  await until(`${service.installation.name} at zero`, ask, ZERO);
}

/** One request to a service at zero. @throws Error for an answer other than 200 */
export async function coldStart(
  service: FunctionInCluster,
  client: Client,
  request: Request,
): Promise<ColdStart> {
  await atZero(service);
  // The autoscaler and the activator have to know it, too.
  await pause(1000);
  const { status, milliseconds } = await client.ask(request);
  if (status !== 200) throw new Error(`${service.installation.name} answered ${status}`);
  const processMs = await processStartMs(service);
  return { answerMs: milliseconds, ...(processMs !== undefined && { processMs }) };
}

async function processStartMs({ kubectl, installation }: FunctionInCluster): Promise<number | undefined> {
  const log = await kubectl.run([
    ...['logs', '--namespace', installation.namespace, '--selector', podSelector(installation.name)],
    ...['--container', CONTAINER, '--tail', '100'],
  ]);
  const found = /"start_ms":(\d+)/.exec(log)?.[1];
  return found === undefined ? undefined : Number(found);
}

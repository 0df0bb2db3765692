import type { BuiltServer } from '../harness/built-server.ts';
import { type LoadRequest, type LoadResult, runLoad } from './load.ts';
import { cpuSeconds } from './process-usage.ts';
import { sum } from './statistics.ts';

export type ServerLoad = LoadResult & { serverCpuSeconds: number };

/** A load on the built function, and what CPU that took of its process. @throws what `runLoad` throws */
export async function loadServer(
  { pid, port }: Pick<BuiltServer, 'pid' | 'port'>,
  requests: readonly LoadRequest[],
  options: { clients: number; durationMs: number },
): Promise<ServerLoad> {
  const before = cpuSeconds(pid);
  const result = await runLoad(port, requests, options);
  return { ...result, serverCpuSeconds: cpuSeconds(pid) - before };
}

/** Answers a second. */
export const rateOf = ({ latenciesMs, seconds }: LoadResult): number => latenciesMs.length / seconds;

/** CPU of the server for each answer, over several loads. */
export const serverCpuMsOf = (loads: readonly ServerLoad[]): number =>
  (1000 * sum(loads.map((load) => load.serverCpuSeconds))) /
  sum(loads.map(({ latenciesMs }) => latenciesMs.length));

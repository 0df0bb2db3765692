import type { BuiltServer } from '../harness/built-server.ts';
import { type LoadRequest, type LoadResult, runLoad } from './load.ts';
import { cpuSeconds } from './process-tree.ts';
import { sum } from './statistics.ts';

type LoadedServer = Pick<BuiltServer, 'pid' | 'port'>;

export type ServerLoad = LoadResult & { serverCpuSeconds: number };

/** A load on a server, and what CPU that took of its processes. @throws what `runLoad` throws */
export async function loadServer(
  { pid, port }: LoadedServer,
  requests: readonly LoadRequest[],
  options: { clients: number; durationMs: number },
): Promise<ServerLoad> {
  const before = cpuSeconds(pid);
  const result = await runLoad(port, requests, options);
  return { ...result, serverCpuSeconds: cpuSeconds(pid) - before };
}

/**
 * Loads in turns, so that a busy moment meets all of them. Who begins alternates: what the first leaves behind, as heat,
 * meets the others too. One round more comes first, to warm up.
 * @returns the results of each load, one a round
 */
export async function loadInTurns(
  loads: readonly { server: LoadedServer; clients: number; requests: readonly LoadRequest[] }[],
  { rounds, phaseMs }: { rounds: number; phaseMs: number },
  progress: (text: string) => void,
): Promise<ServerLoad[][]> {
  const results: ServerLoad[][] = loads.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    progress(`round ${round} of ${rounds}`);
    for (const [index, { server, clients, requests }] of inTurns(round, [...loads.entries()])) {
      const result = await loadServer(server, requests, { clients, durationMs: phaseMs });
      if (round > 0) results[index]!.push(result);
    }
  }
  return results;
}

/** Forwards and backwards by turns. */
export const inTurns = <T>(round: number, items: readonly T[]): readonly T[] =>
  round % 2 === 0 ? items : [...items].reverse();

/** Answers a second. */
export const rateOf = ({ latenciesMs, seconds }: LoadResult): number => latenciesMs.length / seconds;

/** A figure of each round over that of the same round of another load. */
export const ratiosOf = (
  rounds: readonly ServerLoad[],
  others: readonly ServerLoad[],
  figure: (round: ServerLoad) => number = rateOf,
): number[] => rounds.map((round, index) => figure(round) / figure(others[index]!));

/** CPU of the server for each answer, over several loads. */
export const serverCpuMsOf = (loads: readonly ServerLoad[]): number =>
  (1000 * sum(loads.map((load) => load.serverCpuSeconds))) /
  sum(loads.map(({ latenciesMs }) => latenciesMs.length));

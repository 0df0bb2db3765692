import type { BuiltServer } from '../../harness/built-server.ts';
import { answersOf, type LoadRequest, type Prediction } from '../load.ts';
import { peakRssBytes, rssBytes } from '../process-tree.ts';
import { inTurns, loadInTurns, rateOf, type ServerLoad, serverCpuMsOf } from '../server-load.ts';
import { timedStart } from '../start-up.ts';
import { median, percentile } from '../statistics.ts';
import { PEERS, type Peer, requestFor, spawnPeer } from './launch.ts';
import { OTHER_PICTURES, type PictureName, SMALL_PICTURES } from './pictures.ts';

export interface PeersEffort {
  starts: number;
  rounds: number;
  /** How long each load of a round takes. */
  phaseMs: number;
}

/** One client alone, and so many that they wait for each other. */
export const CLIENTS = [1, 8] as const;
export type Clients = (typeof CLIENTS)[number];

/** The rounds of one load on one server. */
export interface PeerLoad {
  peer: Peer;
  picture: PictureName;
  clients: Clients;
  rounds: ServerLoad[];
}

/** What the rounds of a load come to. */
export const FIGURES = {
  /** Milliseconds for each photo, of all processes of the server. */
  CPU: serverCpuMsOf,
  /** Milliseconds. */
  p50: (rounds: readonly ServerLoad[]) => latencyMs(rounds, 0.5),
  p99: (rounds: readonly ServerLoad[]) => latencyMs(rounds, 0.99),
  'photos/s': (rounds: readonly ServerLoad[]) => median(rounds.map(rateOf)),
};

const latencyMs = (rounds: readonly ServerLoad[], fraction: number) =>
  percentile(
    rounds.flatMap((round) => round.latenciesMs),
    fraction,
  );

/** The rounds of one load. @throws RangeError when it was not measured */
export function roundsOf(
  { loads }: PeersMeasurement,
  { peer, picture, clients }: Omit<PeerLoad, 'rounds'>,
): ServerLoad[] {
  const found = loads.find(
    (load) => load.peer === peer && load.picture === picture && load.clients === clients,
  );
  if (found === undefined) throw new RangeError(`${peer} was not measured with ${picture}`);
  return found.rounds;
}

/** Memory in bytes of all processes of a server, after the loads with small pictures, and after all. */
export type Rss = Record<'small' | 'all', { now: number; peak: number }>;

export interface PeersMeasurement {
  startMs: Record<Peer, number[]>;
  loads: PeerLoad[];
  rss: Record<Peer, Rss>;
}

/**
 * Starts each server several times, then loads them in turns, so that a busy moment meets all of them.
 * Small pictures come first: what others take would stay in the peak of the memory.
 * @throws Error for an answer that is not 200, or not the first one to the same picture
 */
export async function measurePeers(
  python: string,
  pictures: Record<PictureName, readonly Buffer[]>,
  effort: PeersEffort,
  progress: (text: string) => void,
): Promise<PeersMeasurement> {
  const startMs = byPeer((): number[] => []);
  const servers = new Map<Peer, BuiltServer>();
  try {
    for (let start = 0; start < effort.starts; start += 1) {
      progress(`start ${start + 1} of ${effort.starts}`);
      for (const peer of inTurns(start, PEERS)) {
        await servers.get(peer)?.stop();
        const first = requestFor[peer](pictures['500x375'][0]!);
        const started = await timedStart(first, (port) => spawnPeer(peer, port, python));
        servers.set(peer, started.server);
        startMs[peer].push(started.firstPredictionMs);
      }
    }
    const memory = (peer: Peer) => {
      const { pid } = servers.get(peer)!;
      return { now: rssBytes(pid), peak: peakRssBytes(pid) };
    };
    const small = await loadAll(servers, pictures, SMALL_PICTURES, effort, progress);
    const smallRss = byPeer(memory);
    const others = await loadAll(servers, pictures, OTHER_PICTURES, effort, progress);
    const rss = byPeer((peer) => ({ small: smallRss[peer], all: memory(peer) }));
    return { startMs, loads: [...small, ...others], rss };
  } finally {
    await Promise.all([...servers.values()].map((server) => server.stop()));
  }
}

async function loadAll(
  servers: ReadonlyMap<Peer, BuiltServer>,
  pictures: Record<PictureName, readonly Buffer[]>,
  names: readonly PictureName[],
  effort: PeersEffort,
  progress: (text: string) => void,
): Promise<PeerLoad[]> {
  const loads = [];
  for (const picture of names) {
    for (const clients of CLIENTS) {
      for (const [peer, server] of servers) {
        loads.push({
          peer,
          picture,
          clients,
          server,
          requests: await requestsOf(peer, server, pictures[picture]),
        });
      }
    }
  }
  const results = await loadInTurns(loads, effort, (text) => progress(`${names.join(', ')}: ${text}`));
  return loads.map(({ peer, picture, clients }, index) => ({
    peer,
    picture,
    clients,
    rounds: results[index]!,
  }));
}

/** The requests with these pictures, each with the answer that the server gives it when it has nothing else to do. */
async function requestsOf(
  peer: Peer,
  { port }: BuiltServer,
  pictures: readonly Buffer[],
): Promise<LoadRequest[]> {
  const requests = pictures.map(requestFor[peer]);
  const answers = await answersOf(port, requests);
  return requests.map((bytes, index) => ({ bytes, expected: JSON.parse(answers[index]!) as Prediction }));
}

const byPeer = <Value>(value: (peer: Peer) => Value): Record<Peer, Value> =>
  Object.fromEntries(PEERS.map((peer) => [peer, value(peer)])) as Record<Peer, Value>;

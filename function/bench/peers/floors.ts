import { PEERS, type Peer } from './launch.ts';
import { type Clients, FIGURES, type PeersMeasurement, roundsOf } from './measure.ts';
import type { PictureName } from './pictures.ts';

type Limit = { atMost: number } | { atLeast: number };
type LoadFloor = Limit & {
  figure: keyof typeof FIGURES;
  picture: PictureName;
  clients: Clients;
  /** What it is a ratio to. */
  against: 'FastAPI' | 'best peer';
};
type RssFloor = { figure: 'RSS'; pictures: 'small' | 'all'; atMost: number };

/** What the function has to reach: ratios to peers of the same run, and MB of memory at the peak. */
export const FLOORS: readonly (LoadFloor | RssFloor)[] = [
  ...(['500x375', 'mix'] as const).flatMap((picture): LoadFloor[] => [
    { figure: 'CPU', picture, clients: 1, against: 'FastAPI', atMost: 1.15 },
    { figure: 'CPU', picture, clients: 8, against: 'FastAPI', atMost: 1.15 },
    { figure: 'photos/s', picture, clients: 8, against: 'FastAPI', atLeast: 1 },
    { figure: 'p50', picture, clients: 1, against: 'best peer', atMost: 1.15 },
  ]),
  { figure: 'CPU', picture: '12 MP', clients: 1, against: 'FastAPI', atMost: 1.2 },
  { figure: 'CPU', picture: '12 MP', clients: 8, against: 'FastAPI', atMost: 1.2 },
  { figure: 'CPU', picture: '12 MP progressive', clients: 1, against: 'FastAPI', atMost: 0.6 },
  { figure: 'CPU', picture: '12 MP progressive', clients: 8, against: 'FastAPI', atMost: 0.6 },
  { figure: 'RSS', pictures: 'small', atMost: 135 },
  { figure: 'RSS', pictures: 'all', atMost: 180 },
];

export interface FloorResult {
  name: string;
  measured: number;
  limit: string;
  isMet: boolean;
}

/** Each floor beside what was measured. */
export function floorResults(measurement: PeersMeasurement): FloorResult[] {
  return FLOORS.map((floor) => {
    const measured = floor.figure === 'RSS' ? rssMegabytes(measurement, floor) : ratio(measurement, floor);
    const isMet = 'atMost' in floor ? measured <= floor.atMost : measured >= floor.atLeast;
    const limit = 'atMost' in floor ? `at most ${floor.atMost}` : `at least ${floor.atLeast}`;
    return { name: nameOf(floor), measured, limit, isMet };
  });
}

function nameOf(floor: LoadFloor | RssFloor): string {
  if (floor.figure === 'RSS') return `RSS in MB, ${floor.pictures} pictures`;
  const { figure, picture, clients, against } = floor;
  return `${figure} of ${picture}, ${clients === 1 ? 'alone' : `${clients} clients`} / ${against}`;
}

const rssMegabytes = ({ rss }: PeersMeasurement, { pictures }: RssFloor) => rss.function[pictures].peak / 1e6;

function ratio(measurement: PeersMeasurement, { figure, picture, clients, against }: LoadFloor): number {
  const of = (peer: Peer) => FIGURES[figure](roundsOf(measurement, { peer, picture, clients }));
  if (against === 'FastAPI') return of('function') / of(against);
  // The best is the lowest: no floor compares photos/s with the best peer.
  return of('function') / Math.min(...PEERS.filter((peer) => peer !== 'function').map(of));
}

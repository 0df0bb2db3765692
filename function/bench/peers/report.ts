import { markdownTable } from '../../../tools/table.ts';
import type { Machine } from '../machine.ts';
import { median } from '../statistics.ts';
import { floorResults } from './floors.ts';
import { PEERS } from './launch.ts';
import { type Clients, FIGURES, type PeersMeasurement, roundsOf } from './measure.ts';

const megabytes = ({ now, peak }: { now: number; peak: number }) =>
  `${(now / 1e6).toFixed(0)}, ${(peak / 1e6).toFixed(0)}`;

/** The measurement as tables, which are Markdown and line up in a terminal. */
export function peersReport(machine: Machine, source: string, measurement: PeersMeasurement): string {
  const { loads, startMs, rss } = measurement;
  const pictures = [...new Set(loads.map(({ picture }) => picture))];
  const loadRows = pictures.flatMap((picture) =>
    PEERS.map((peer) => {
      const figure = (name: keyof typeof FIGURES, clients: Clients, digits: number) =>
        FIGURES[name](roundsOf(measurement, { peer, picture, clients })).toFixed(digits);
      return [
        picture,
        peer,
        figure('CPU', 1, 2),
        figure('CPU', 8, 2),
        figure('p50', 1, 1),
        figure('p99', 1, 1),
        figure('p99', 8, 1),
        figure('photos/s', 8, 0),
      ];
    }),
  );
  return [
    `${machine.cpu}, ${machine.cores} cores, ${machine.system}, Node ${machine.node}; photos ${source}`,
    '',
    markdownTable(
      ['photo', 'server', 'CPU ms, alone', '8 clients', 'p50 ms, alone', 'p99', 'p99 at 8', 'photos/s at 8'],
      loadRows,
    ),
    '',
    markdownTable(
      ['server', 'start to first answer, ms', 'RSS in MB after small pictures, peak', 'after all, peak'],
      PEERS.map((peer) => [
        peer,
        median(startMs[peer]).toFixed(0),
        megabytes(rss[peer].small),
        megabytes(rss[peer].all),
      ]),
    ),
    '',
    markdownTable(
      ['function / peer', 'measured', 'limit', ''],
      floorResults(measurement).map(({ name, measured, limit, isMet }) => [
        name,
        measured.toFixed(2),
        limit,
        isMet ? 'met' : 'MISSED',
      ]),
    ),
  ].join('\n');
}

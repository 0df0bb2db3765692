import { markdownTable } from '../../../tools/table.ts';
import type { Machine } from '../machine.ts';
import { rateOf, serverCpuMsOf } from '../server-load.ts';
import { median, percentile } from '../statistics.ts';
import { floorResults } from './floors.ts';
import { PEERS } from './launch.ts';
import { CLIENTS, type Clients, type PeersMeasurement } from './measure.ts';

const megabytes = ({ now, peak }: { now: number; peak: number }) =>
  `${(now / 1e6).toFixed(0)}, ${(peak / 1e6).toFixed(0)}`;

/** The measurement as tables, which are Markdown and line up in a terminal. */
export function peersReport(machine: Machine, source: string, measurement: PeersMeasurement): string {
  const { loads, startMs, rss } = measurement;
  const pictures = [...new Set(loads.map(({ picture }) => picture))];
  const loadRows = pictures.flatMap((picture) =>
    PEERS.map((peer) => {
      const roundsOf = (clients: Clients) =>
        loads.find((load) => load.picture === picture && load.peer === peer && load.clients === clients)!
          .rounds;
      const latenciesMs = roundsOf(1).flatMap((round) => round.latenciesMs);
      return [
        picture,
        peer,
        ...CLIENTS.map((clients) => serverCpuMsOf(roundsOf(clients)).toFixed(2)),
        ...[0.5, 0.99].map((fraction) => percentile(latenciesMs, fraction).toFixed(1)),
        percentile(
          roundsOf(8).flatMap((round) => round.latenciesMs),
          0.99,
        ).toFixed(1),
        median(roundsOf(8).map(rateOf)).toFixed(0),
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

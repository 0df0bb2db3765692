import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { markdownTable } from '../../tools/table.ts';
import { type BuiltServer, REPOSITORY_ROOT } from '../harness/built-server.ts';
import { type LoadRequest, predictRequest } from './load.ts';
import type { Photos } from './photos.ts';
import { loadServer, rateOf, type ServerLoad, serverCpuMsOf } from './server-load.ts';
import { timedStart } from './start-up.ts';
import { median, percentile } from './statistics.ts';

export interface ComparisonEffort {
  starts: number;
  rounds: number;
  /** How long each load of a round takes. */
  phaseMs: number;
}

/** What this build may cost more than the other: its share of the other's predictions/s, and ms of its start. */
export const LIMITS = { predictionsShare: 0.97, startMs: 10 };

const SIDES = ['this', 'other'] as const;
type Side = (typeof SIDES)[number];

interface Load {
  name: string;
  clients: number;
  requests: LoadRequest[];
  rounds: Record<Side, ServerLoad[]>;
}

export interface Comparison {
  startMs: Record<Side, number[]>;
  loads: Load[];
  peakRssBytes: Record<Side, number>;
}

/**
 * Measures this build and another one in turns, first the one and then the other, so that a busy moment meets both.
 * @param folder a checkout of this repository with its packages installed, built
 * @throws Error when nothing is built there, and for a request that fails
 */
export async function compare(
  folder: string,
  photos: Photos,
  effort: ComparisonEffort,
  progress: (text: string) => void,
): Promise<Comparison> {
  const folders: Record<Side, string> = { this: REPOSITORY_ROOT, other: resolve(folder) };
  const main = resolve(folders.other, 'dist/function/main.cjs');
  if (!existsSync(main)) throw new Error(`${main} is missing: npm ci && npm run build there`);
  const first = predictRequest(photos.single, 'bench-start');
  const startMs: Comparison['startMs'] = { this: [], other: [] };
  const servers: Partial<Record<Side, BuiltServer>> = {};
  try {
    for (let start = 0; start < effort.starts; start += 1) {
      progress(`start ${start + 1} of ${effort.starts}`);
      for (const side of inTurns(start)) {
        await servers[side]?.stop();
        const started = await timedStart(first, {}, folders[side]);
        servers[side] = started.server;
        startMs[side].push(started.firstPredictionMs);
      }
    }
    const { this: ours, other } = servers;
    if (!ours || !other) throw new RangeError('at least one start is needed');
    return { startMs, ...(await compareLoads({ this: ours, other }, photos, effort, progress)) };
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
}

async function compareLoads(
  servers: Record<Side, BuiltServer>,
  photos: Photos,
  effort: ComparisonEffort,
  progress: (text: string) => void,
): Promise<Omit<Comparison, 'startMs'>> {
  const load = (name: string, clients: number, pictures: readonly Buffer[]): Load => {
    const requests = pictures.map((picture) => ({ bytes: predictRequest(picture, 'bench') }));
    return { name, clients, requests, rounds: { this: [], other: [] } };
  };
  const loads = [
    load('500x375', 1, [photos.single]),
    load('500x375', 8, [photos.single]),
    load('mix', 8, photos.mix),
  ];
  // The first round warms up.
  for (let round = 0; round <= effort.rounds; round += 1) {
    progress(`round ${round} of ${effort.rounds}`);
    for (const { clients, requests, rounds } of loads) {
      for (const side of inTurns(round)) {
        const result = await loadServer(servers[side], requests, { clients, durationMs: effort.phaseMs });
        if (round > 0) rounds[side].push(result);
      }
    }
  }
  const peakRssBytes = { this: servers.this.peakRssBytes(), other: servers.other.peakRssBytes() };
  return { loads, peakRssBytes };
}

/** Who begins alternates: what the first leaves behind, as heat, meets both. */
const inTurns = (round: number): readonly Side[] => (round % 2 === 0 ? SIDES : [...SIDES].reverse());

/** This build's figure over the other's, of each round. */
const ratios = ({ rounds }: Load, figure: (round: ServerLoad) => number): number[] =>
  rounds.this.map((round, index) => figure(round) / figure(rounds.other[index]!));

const differences = ({ startMs }: Comparison): number[] =>
  startMs.this.map((ms, index) => ms - startMs.other[index]!);

/** What of the comparison is beyond the limits, as sentences. */
export function missedLimits(comparison: Comparison): string[] {
  const slower = comparison.loads
    .map((load) => ({ load, share: median(ratios(load, rateOf)) }))
    .filter(({ share }) => share < LIMITS.predictionsShare)
    .map(
      ({ load, share }) =>
        `${load.name} with ${load.clients} clients: ${share.toFixed(3)} of the other's predictions/s, at least ${LIMITS.predictionsShare} is wanted`,
    );
  const later = median(differences(comparison));
  return later <= LIMITS.startMs
    ? slower
    : [...slower, `start: ${later.toFixed(0)} ms later, at most ${LIMITS.startMs} ms is wanted`];
}

/** The comparison as tables for a terminal: medians, and between which quartiles the rounds' ratios lie. */
export function comparisonReport(comparison: Comparison): string {
  const spread = (values: readonly number[], digits: number): string =>
    [0.5, 0.25, 0.75].map((fraction) => percentile(values, fraction).toFixed(digits)).join(' / ');
  const { startMs, loads, peakRssBytes } = comparison;
  return [
    markdownTable(
      [
        'photo',
        'clients',
        'this, /s',
        'other, /s',
        'this / other: median / quartiles',
        'p50 likewise',
        'CPU',
      ],
      loads.map((load) => [
        load.name,
        String(load.clients),
        ...SIDES.map((side) => median(load.rounds[side].map(rateOf)).toFixed(0)),
        spread(ratios(load, rateOf), 3),
        spread(
          ratios(load, (round) => median(round.latenciesMs)),
          3,
        ),
        (serverCpuMsOf(load.rounds.this) / serverCpuMsOf(load.rounds.other)).toFixed(3),
      ]),
    ),
    '',
    `start to first prediction: ${SIDES.map((side) => median(startMs[side]).toFixed(0)).join(' and ')} ms;` +
      ` later by ${spread(differences(comparison), 0)} ms (median / quartiles)`,
    `RSS: ${SIDES.map((side) => (peakRssBytes[side] / 1e6).toFixed(0)).join(' and ')} MB at most`,
  ].join('\n');
}

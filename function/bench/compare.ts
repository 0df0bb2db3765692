import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { markdownTable } from '../../tools/table.ts';
import { type BuiltServer, REPOSITORY_ROOT, spawnServer } from '../harness/built-server.ts';
import { predictRequest } from './load.ts';
import type { Photos } from './photos.ts';
import { inTurns, loadInTurns, rateOf, ratiosOf, serverCpuMsOf } from './server-load.ts';
import { timedStart } from './start-up.ts';
import { median, percentile } from './statistics.ts';

/** What this build may cost more than the other: its share of the other's predictions/s, and ms of its start. */
export const LIMITS = { predictionsShare: 0.97, startMs: 10 };

const SIDES = ['this', 'other'] as const;
type Side = (typeof SIDES)[number];

type Comparison = Awaited<ReturnType<typeof compare>>;

/**
 * Measures this build and another one in turns, first the one and then the other, so that a busy moment meets both.
 * @param folder a checkout of this repository with its packages installed, built
 * @throws Error when nothing is built there, and for a request that fails
 */
export async function compare(
  folder: string,
  photos: Photos,
  effort: { starts: number; rounds: number; phaseMs: number },
  progress: (text: string) => void,
) {
  const folders: Record<Side, string> = { this: REPOSITORY_ROOT, other: resolve(folder) };
  const main = resolve(folders.other, 'dist/function/main.cjs');
  if (!existsSync(main)) throw new Error(`${main} is missing: npm ci && npm run build there`);
  const first = predictRequest(photos.single, 'bench-start');
  const startMs: Record<Side, number[]> = { this: [], other: [] };
  const servers: Partial<Record<Side, BuiltServer>> = {};
  try {
    for (let start = 0; start < effort.starts; start += 1) {
      progress(`start ${start + 1} of ${effort.starts}`);
      for (const side of inTurns(start, SIDES)) {
        await servers[side]?.stop();
        const started = await timedStart(first, (port) => spawnServer(port, {}, folders[side]));
        servers[side] = started.server;
        startMs[side].push(started.firstPredictionMs);
      }
    }
    const { this: ours, other } = servers;
    if (!ours || !other) throw new RangeError('at least one start is needed');
    const laterMs = startMs.this.map((ms, index) => ms - startMs.other[index]!);
    const loads = await compareLoads({ this: ours, other }, photos, effort, progress);
    const peakRssBytes = { this: ours.peakRssBytes(), other: other.peakRssBytes() };
    return { startMs, laterMs, loads, peakRssBytes };
  } finally {
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  }
}

async function compareLoads(
  servers: Record<Side, BuiltServer>,
  photos: Photos,
  effort: { rounds: number; phaseMs: number },
  progress: (text: string) => void,
) {
  const loads = [
    { name: '500x375', clients: 1, pictures: [photos.single] },
    { name: '500x375', clients: 8, pictures: [photos.single] },
    { name: 'mix', clients: 8, pictures: photos.mix },
  ].map(({ pictures, ...load }) => ({
    ...load,
    requests: pictures.map((picture) => ({ bytes: predictRequest(picture, 'bench') })),
  }));
  const turns = loads.flatMap((load) => SIDES.map((side) => ({ ...load, server: servers[side] })));
  const results = await loadInTurns(turns, effort, progress);
  return loads.map(({ name, clients }, index) => {
    const rounds = { this: results[2 * index]!, other: results[2 * index + 1]! };
    return { name, clients, rounds, rates: ratiosOf(rounds.this, rounds.other) };
  });
}

/** What of the comparison is beyond the limits, as sentences. */
export function missedLimits({ loads, laterMs }: Comparison): string[] {
  const slower = loads
    .map(({ rates, ...load }) => ({ ...load, share: median(rates) }))
    .filter(({ share }) => share < LIMITS.predictionsShare)
    .map(
      ({ name, clients, share }) =>
        `${name} with ${clients} clients: ${share.toFixed(3)} of the other's predictions/s, at least ${LIMITS.predictionsShare} is wanted`,
    );
  const later = median(laterMs);
  return later <= LIMITS.startMs
    ? slower
    : [...slower, `start: ${later.toFixed(0)} ms later, at most ${LIMITS.startMs} ms is wanted`];
}

/** The comparison as tables for a terminal: medians, and between which quartiles the rounds' ratios lie. */
export function comparisonReport({ startMs, laterMs, loads, peakRssBytes }: Comparison): string {
  const spread = (values: readonly number[], digits: number): string =>
    [0.5, 0.25, 0.75].map((fraction) => percentile(values, fraction).toFixed(digits)).join(' / ');
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
      loads.map(({ name, clients, rounds, rates }) => [
        name,
        String(clients),
        ...SIDES.map((side) => median(rounds[side].map(rateOf)).toFixed(0)),
        spread(rates, 3),
        spread(
          ratiosOf(rounds.this, rounds.other, (round) => median(round.latenciesMs)),
          3,
        ),
        (serverCpuMsOf(rounds.this) / serverCpuMsOf(rounds.other)).toFixed(3),
      ]),
    ),
    '',
    `start to first prediction: ${SIDES.map((side) => median(startMs[side]).toFixed(0)).join(' and ')} ms;` +
      ` later by ${spread(laterMs, 0)} ms (median / quartiles)`,
    `RSS: ${SIDES.map((side) => (peakRssBytes[side] / 1e6).toFixed(0)).join(' and ')} MB at most`,
  ].join('\n');
}

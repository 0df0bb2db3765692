import { expect, it } from 'vitest';
import type { LoadFigures, Measurement } from '../../bench/measure.ts';
import { targetRows } from '../../bench/targets.ts';

const load = (clients: number, figures: Partial<LoadFigures>): LoadFigures => ({
  clients,
  predictions: 1000,
  predictionsPerSecond: 0,
  againstSharpAlone: 0,
  p50Ms: 0,
  p95Ms: 0,
  p99Ms: 0,
  serverCpuMsPerPrediction: 0,
  generatorCpuMsPerPrediction: 0,
  ...figures,
});

const measurement = {
  sharpAlone: { photosPerSecond: 243.5, p50Ms: 8, p50OneInFlightMs: 7 },
  single: [load(1, { p50Ms: 14 }), load(8, { againstSharpAlone: 0.5, p99Ms: 70 })],
  p50OneClientAgainstSharpAlone: 2,
  startUp: { medianMs: 900, againstNodeAlone: 7 },
  rssPeakBytes: 150e6,
} as Measurement;

it('says of each figure whether it reaches the floor or the goal', () => {
  expect(targetRows(measurement).map(({ name, met }) => [name, met])).toEqual([
    ['predictions/s, 8 clients', 'floor'],
    ['p50, 1 client', 'floor'],
    ['p99, 8 clients', 'goal'],
    ['start to first prediction', 'missed'],
    ['RSS under load', 'goal'],
  ]);
});

it('takes a latency on a machine of half the speed for half of it on the quiet one', () => {
  expect(targetRows(measurement).find(({ name }) => name.startsWith('p99'))?.compared).toBeCloseTo(35);
});

import { expect, it } from 'vitest';
import { median, percentile } from '../../bench/statistics.ts';

it('takes the nearest rank, whatever the order of the samples', () => {
  const samples = [5, 1, 4, 2, 3];
  expect([0, 0.2, 0.5, 0.8, 0.99, 1].map((fraction) => percentile(samples, fraction))).toEqual([
    1, 1, 3, 4, 5, 5,
  ]);
  expect(median(samples)).toBe(3);
});

it('has no answer without a sample', () => {
  expect(() => median([])).toThrow(RangeError);
});

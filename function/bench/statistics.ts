/** The value below which `fraction` of the samples lie (nearest rank). @throws RangeError without a sample */
export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('a percentile needs at least one sample');
  return value;
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** @throws RangeError without a sample */
export const median = (samples: readonly number[]): number => percentile(samples, 0.5);

import type { Measurement } from './measure.ts';

/** What sharp alone reaches on the machine, when quiet, on which the limits in ms were set. */
const QUIET_SHARP_ALONE_PER_SECOND = 487;
const MEGABYTE = 1e6;

/** The figures that have a limit, each beside its floor and its goal. */
export function targetRows(measurement: Measurement) {
  const [one, eight] = measurement.single;
  if (!one || !eight) throw new RangeError('loads of 1 and 8 clients are needed');
  // Latencies under load scale with the machine's speed of the moment, for which sharp alone stands.
  const speed = measurement.sharpAlone.photosPerSecond / QUIET_SHARP_ALONE_PER_SECOND;
  const ms = (value: number): string => `${value.toFixed(1)} ms`;
  return [
    row(
      'predictions/s, 8 clients',
      `${eight.predictionsPerSecond.toFixed(0)}/s`,
      eight.againstSharpAlone,
      'of sharp alone',
      0.45,
      0.75,
    ),
    row('p50, 1 client', ms(one.p50Ms), measurement.p50OneClientAgainstSharpAlone, 'x sharp alone', 2.3, 1.4),
    row('p99, 8 clients', ms(eight.p99Ms), eight.p99Ms * speed, 'ms on a quiet machine', 80, 40),
    row(
      'start to first prediction',
      ms(measurement.startUp.medianMs),
      measurement.startUp.againstNodeAlone,
      'x node alone',
      6.5,
      4.5,
    ),
    row(
      'RSS under load',
      `${(measurement.rssPeakBytes / MEGABYTE).toFixed(0)} MB`,
      measurement.rssPeakBytes / MEGABYTE,
      'MB',
      200,
      160,
    ),
  ];
}

/** @param compared the figure that is compared: a ratio to a yardstick where there is one */
function row(name: string, measured: string, compared: number, unit: string, floor: number, goal: number) {
  const moreIsBetter = goal > floor;
  const reaches = (limit: number): boolean => (moreIsBetter ? compared >= limit : compared <= limit);
  const met = reaches(goal) ? 'goal' : reaches(floor) ? 'floor' : 'missed';
  return { name, measured, compared, unit, floor, goal, met };
}

/** The value at so many seconds after the begin of the test; undefined: no sample. */
export type Line = (second: number) => number | undefined;

export interface Series {
  name: string;
  labels: Readonly<Record<string, string>>;
  line: Line;
}

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

export const always =
  (value: number): Line =>
  () =>
    value;

/** One value before that second, another from then on. */
export const steps =
  (before: number, at: number, after: number): Line =>
  (second) =>
    second < at ? before : after;

/** A counter that counts so many a second between two seconds, from 0. */
export const counts =
  (perSecond: number, from = 0, until = Number.POSITIVE_INFINITY): Line =>
  (second) =>
    // A little more, for 0.1 * 30 is a little less than 3.
    Math.max(0, Math.floor(perSecond * (Math.min(second, until) - from) + 1e-9));

/** The same while the pod lives, and nothing before and after. */
export const within =
  (from: number, until: number, line: Line): Line =>
  (second) =>
    second < from || second > until ? undefined : line(second);

/** As a line of promtool's `input_series`, sampled every so many seconds until the end. */
export function written(
  { name, labels, line }: Series,
  { everySeconds, endSeconds }: { everySeconds: number; endSeconds: number },
) {
  const inner = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  const values: string[] = [];
  let wasThere = false;
  for (let second = 0; second <= endSeconds; second += everySeconds) {
    const value = line(second);
    // Prometheus marks the end of what it no longer scrapes.
    values.push(value === undefined ? (wasThere ? 'stale' : '_') : String(value));
    wasThere = value !== undefined;
  }
  return { series: `${name}{${inner.join(',')}}`, values: values.join(' ') };
}

/** A series that is not there until something was counted, as those of OpenTelemetry. */
export const born =
  (line: Line): Line =>
  (second) =>
    line(second) || undefined;

/** A counter that begins anew at that second, with its process. */
export const restarted =
  (line: Line, at: number): Line =>
  (second) =>
    second < at ? line(second) : line(second - at);

import type { Series } from './series.ts';

/** An alert as it should be told. */
export interface Told {
  labels: Readonly<Record<string, string>>;
  summary: string;
  description: string;
}

/**
 * Why an alert should stay silent: in everyday traffic, when there is no series at all, after a counter began anew,
 * or while and after no pod ran. Others have a sentence alone.
 */
export type Kind = 'everyday' | 'absent' | 'reset' | 'zero' | 'other';

export interface Silence {
  kind: Kind;
  title: string;
  series: readonly Series[];
  /** When it is looked at, in seconds; all of the test otherwise. */
  until: number;
}

export interface Case {
  alert: string;
  fires: {
    title: string;
    series: readonly Series[];
    /** The condition holds, but not long enough; absent for an alert that does not wait. */
    pendingAt?: number;
    firingAt: number;
    /** Silent again after the cause is gone. */
    resolvedAt?: number;
    told: readonly Told[];
    /** How many wait at pendingAt, where others of that name wait longer. */
    pending?: number;
  };
  /** Other causes of the same alert, by how many of it fire. */
  also?: readonly { title: string; series: readonly Series[]; firingAt: number; firing: number }[];
  silent: readonly Silence[];
  /** For windows of days the test begins with the tiles, one for so many seconds, and does not count itself. */
  tileSeconds?: number;
}

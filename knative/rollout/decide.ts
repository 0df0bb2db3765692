import type { Condition } from '../service/service.ts';
import type { Verdict } from './compare-revisions.ts';

/** What is known of a rollout at one moment: all of it from the cluster, but for what was tried and watched just now. */
export interface Observation {
  /** Percentages of the traffic, rising, the last one 100. */
  steps: readonly number[];
  sinceStartMs: number;
  /** The revision on trial; undefined until Knative has made it. */
  candidate?: { ready: Condition['status']; message?: string; podComplaint?: string };
  /** The candidate's share; undefined while it has no address at all. */
  percent?: number;
  /** Whether the traffic flows as was asked for, and since when it does not. */
  routed: boolean;
  unroutedMs: number;
  /** Of the candidate at its own address; undefined before it was tried. */
  smoke?: { failure?: string };
  /** Of the present step; undefined before it is looked at. */
  watch?: { elapsedMs: number; verdict: Verdict; blind?: string };
}

export interface Limits {
  readyMs: number;
  routedMs: number;
  watchMs: number;
}

export type Action =
  | { do: 'wait'; for: 'candidate' | 'traffic' }
  | { do: 'smoke' }
  | { do: 'watch' }
  /** Give the candidate so much of the traffic; 0 is an address of its own alone. */
  | { do: 'shift'; percent: number }
  | { do: 'finish' }
  | { do: 'go back'; reason: string };

/** What to do next. It depends on the observation alone, so that another process can continue the rollout. */
export function decide(observation: Observation, limits: Limits): Action {
  return (
    candidateFirst(observation, limits) ?? trafficNext(observation, limits) ?? proceed(observation, limits)
  );
}

/** What to do until the candidate is ready; undefined: it is. */
export function candidateFirst(
  { candidate, sinceStartMs, percent }: Pick<Observation, 'candidate' | 'sinceStartMs' | 'percent'>,
  { readyMs }: Pick<Limits, 'readyMs'>,
): Extract<Action, { do: 'wait' } | { do: 'go back' }> | undefined {
  if (candidate?.ready === 'True') return undefined;
  if (candidate?.ready === 'False') {
    return { do: 'go back', reason: candidate.message ?? 'it says that it is not ready' };
  }
  if (candidate?.podComplaint !== undefined) return { do: 'go back', reason: candidate.podComplaint };
  if (percent !== undefined) {
    // It was ready before, or it had no address: that Knative does not know for a moment is no failure.
    return candidate === undefined ? { do: 'go back', reason: 'it is gone' } : undefined;
  }
  if (sinceStartMs > readyMs) {
    const what = candidate === undefined ? 'was not made' : 'was not ready';
    const said = candidate?.message === undefined ? '' : `: ${candidate.message}`;
    return { do: 'go back', reason: `it ${what} within ${readyMs / 1000} s${said}` };
  }
  return { do: 'wait', for: 'candidate' };
}

function trafficNext({ percent, routed, unroutedMs }: Observation, { routedMs }: Limits): Action | undefined {
  if (percent === undefined) return { do: 'shift', percent: 0 };
  if (routed) return undefined;
  if (unroutedMs <= routedMs) return { do: 'wait', for: 'traffic' };
  return { do: 'go back', reason: `traffic did not flow to it within ${routedMs / 1000} s` };
}

function proceed({ steps, percent = 0, smoke, watch }: Observation, { watchMs }: Limits): Action {
  if (smoke === undefined) return { do: 'smoke' };
  if (smoke.failure !== undefined) return { do: 'go back', reason: `smoke test: ${smoke.failure}` };
  const next = steps.find((step) => step > percent);
  if (percent > 0 && watchMs > 0) {
    if (watch === undefined) return { do: 'watch' };
    if (watch.blind !== undefined) return { do: 'go back', reason: `it cannot be watched: ${watch.blind}` };
    if (watch.verdict.is === 'worse') return { do: 'go back', reason: watch.verdict.reason };
    if (watch.elapsedMs < watchMs) return { do: 'watch' };
  }
  return next === undefined ? { do: 'finish' } : { do: 'shift', percent: next };
}

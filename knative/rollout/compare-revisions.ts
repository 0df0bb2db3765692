import { plural } from '../../tools/plural.ts';
import type { Summary } from './traffic.ts';

/** By how much a candidate may be worse than the revision that it is to replace. */
export const margins = {
  /** Fewer requests than that say nothing about a share or a quantile, of either revision. */
  minRequests: 50,
  /** One failure in a hundred more than the other, and at least three: one may be chance. */
  serverErrors: { name: 'error', least: 3, share: 0.01 },
  /** The clients are the same, so that as many of them make mistakes; ten in a hundred more are refused wrongly.
   *  Judged only with enough requests of both: a few refusals are a scanner, or somebody who tries things. */
  clientErrors: { name: 'refusal', least: 5, share: 0.1 },
  /** The buckets are a factor of up to 2.5 apart, so that less than half as much again may be nothing. */
  p95Factor: 1.5,
  p95Seconds: 0.05,
  /** Where there is nothing to compare with: the latency that the alert HighPredictionLatency is about. */
  p95LimitSeconds: 0.5,
} as const;

export type Verdict =
  | { is: 'fine' }
  /** Too few requests to say anything. */
  | { is: 'open'; reason: string }
  | { is: 'worse'; reason: string };

/**
 * Whether a candidate does its work as well as the revision before it.
 * @param stable what that revision answered at the same time, or lately; without it the limits are absolute
 */
export function judge(candidate: Summary, stable?: Summary): Verdict {
  const reference = isTelling(stable) ? stable : undefined;
  const errors = moreOf('serverErrors', candidate, reference);
  if (errors !== undefined) return { is: 'worse', reason: errors };
  if (candidate.requests < margins.minRequests) {
    return {
      is: 'open',
      reason: `${plural(candidate.requests, 'request is', 'requests are')} too few to judge it by`,
    };
  }
  const refusals = reference && moreOf('clientErrors', candidate, reference);
  const worse = refusals ?? worseLatency(candidate, reference);
  return worse === undefined ? { is: 'fine' } : { is: 'worse', reason: worse };
}

function moreOf(
  kind: 'serverErrors' | 'clientErrors',
  candidate: Summary,
  stable: Summary | undefined,
): string | undefined {
  const share = shareOf(candidate, kind);
  const reference = stable === undefined ? 0 : shareOf(stable, kind);
  const { name, least, share: margin } = margins[kind];
  if (candidate[kind] < least || share <= reference + margin) return undefined;
  const compared = stable === undefined ? '' : `, ${percent(reference)} of the old revision's`;
  return `${plural(candidate[kind], name)} in ${plural(candidate.requests, 'request')} (${percent(share)}${compared})`;
}

function worseLatency({ p95Seconds }: Summary, stable: Summary | undefined): string | undefined {
  if (p95Seconds === undefined) return undefined;
  const reference = stable?.p95Seconds;
  if (reference === undefined) {
    if (p95Seconds <= margins.p95LimitSeconds) return undefined;
    return `p95 of ${milliseconds(p95Seconds)}, above the limit of ${milliseconds(margins.p95LimitSeconds)}`;
  }
  const limit = Math.max(reference * margins.p95Factor, reference + margins.p95Seconds);
  if (p95Seconds <= limit) return undefined;
  return `p95 of ${milliseconds(p95Seconds)}, ${milliseconds(reference)} of the old revision`;
}

function shareOf(summary: Summary, kind: 'serverErrors' | 'clientErrors'): number {
  return summary.requests === 0 ? 0 : summary[kind] / summary.requests;
}

/** Whether a summary says enough to compare another with it. */
export function isTelling(summary: Summary | undefined): summary is Summary {
  return summary !== undefined && summary.requests >= margins.minRequests;
}

export function describe(summary: Summary): string {
  const { requests, serverErrors, clientErrors, p95Seconds } = summary;
  const p95 = p95Seconds === undefined ? '' : `, p95 ${milliseconds(p95Seconds)}`;
  return `${plural(requests, 'request')}, ${plural(serverErrors, 'error')}, ${plural(clientErrors, 'refusal')}${p95}`;
}

function milliseconds(seconds: number): string {
  return `${Math.round(seconds * 1000)} ms`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

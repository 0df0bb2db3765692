import { type Alert, critical, warning } from '../rule.ts';
import { badAnswers } from '../summaries.ts';
import { thresholds } from '../thresholds.ts';

/**
 * As in Google's SRE workbook, "Alerting on SLOs": the budget of 30 days is gone in a 14.4th, a 6th, ... of that time.
 * The long window says that it matters, the short one that it still goes on.
 */
export const BURNS = [
  { factor: 14.4, long: '1h', short: '5m', wait: '2m', alert: critical, gone: '2 days' },
  { factor: 6, long: '6h', short: '30m', wait: '15m', alert: critical, gone: '5 days' },
  { factor: 3, long: '1d', short: '2h', wait: '1h', alert: warning, gone: '10 days' },
  { factor: 1, long: '3d', short: '6h', wait: '3h', alert: warning, gone: '30 days' },
] as const;

const { objective, objectiveSeconds, burnCount } = thresholds;

/** The share of the answers that may be bad. */
export const budget = Number((1 - objective.value).toFixed(6));

export const objectiveAlerts: readonly Alert[] = BURNS.map(({ alert, factor, long, short, wait, gone }) => {
  const limit = Number((factor * budget).toFixed(6));
  return alert('PredictionErrorBudgetBurn', wait, {
    labels: { long_window: long, short_window: short },
    expr: `
      service:bad_answers:ratio${long} > ${limit}
      and service:bad_answers:ratio${short} > ${limit}
      and ${badAnswers(long)} >= ${burnCount.value}`,
    summary: '{{ $labels.service }} in {{ $labels.namespace }} uses up its error budget',
    description: `{{ $value | humanizePercentage }} of the answers of the last ${long} were errors or took longer than ${objectiveSeconds.value * 1000} ms; ${Number((budget * 100).toFixed(2))} % may be. At this rate the budget of 30 days is gone in ${gone} or less.`,
  });
});

import { type Alert, expression } from '../rule.ts';
import { badAnswers, objective } from '../summaries.ts';
import { thresholds } from '../thresholds.ts';

/**
 * As in Google's SRE workbook, "Alerting on SLOs": the budget of 30 days is gone in a 14.4th, a 6th, ... of that time.
 * The long window says that it matters, the short one that it still goes on.
 */
export const BURNS = [
  { factor: 14.4, long: '1h', short: '5m', for: '2m', severity: 'critical', gone: '2 days' },
  { factor: 6, long: '6h', short: '30m', for: '15m', severity: 'critical', gone: '5 days' },
  { factor: 3, long: '1d', short: '2h', for: '1h', severity: 'warning', gone: '10 days' },
  { factor: 1, long: '3d', short: '6h', for: '3h', severity: 'warning', gone: '30 days' },
] as const;

/** The share of the answers that may be bad. */
export const budget = Number((1 - objective).toFixed(6));

export const objectiveAlerts: readonly Alert[] = BURNS.map(
  ({ factor, long, short, for: wait, severity, gone }) => {
    const limit = Number((factor * budget).toFixed(6));
    return {
      name: 'PredictionErrorBudgetBurn',
      severity,
      for: wait,
      labels: { long_window: long, short_window: short },
      expr: expression(`
      service:bad_answers:ratio${long} > ${limit}
      and service:bad_answers:ratio${short} > ${limit}
      and ${badAnswers(long)} >= ${thresholds.burnCount.value}`),
      summary: '{{ $labels.service }} in {{ $labels.namespace }} uses up its error budget',
      description: `{{ $value | humanizePercentage }} of the answers of the last ${long} were errors or took longer than ${thresholds.objectiveSeconds.value * 1000} ms; ${Number((budget * 100).toFixed(2))} % may be. At this rate the budget of 30 days is gone in ${gone} or less.`,
    };
  },
);

import { total } from '../counting.ts';
import { type Alert, critical, warning } from '../rule.ts';
import { thresholds } from '../thresholds.ts';

const t = thresholds;
const ENOUGH = `and on (namespace, service) service:answers:increase5m >= ${t.quantileCount.value}`;
const WHERE = '{{ $labels.service }} in {{ $labels.namespace }}';

/** Requests that should lead to a prediction, as queue-proxy sees them, or as the activator when no pod does. */
const arrived = `(${total('revision:activator_answers', '10m')} or ${total('revision:answers', '10m')})`;

export const predictionAlerts: readonly Alert[] = [
  warning('HighPredictionRate', '5m', {
    expr: `sum by (namespace, service) (service:predictions:rate5m) > ${t.predictionsPerSecond.value}`,
    summary: `${WHERE} is close to what all its pods can answer`,
    description: `{{ $value | humanize }} predictions a second over 5 minutes; with all ${t.maxScale.value} pods it can be about 1000.`,
  }),
  critical('HighPredictionErrorRate', '2m', {
    expr: `
      service:server_errors:increase5m / (service:answers:increase5m > 0) > ${t.errorShare.value}
      and service:server_errors:increase5m >= ${t.errorCount.value}`,
    summary: `${WHERE} fails`,
    description:
      '{{ $value | humanizePercentage }} of the answers of the last 5 minutes were errors of the server (500 and above).',
  }),
  warning('HighPredictionLatency', '5m', {
    expr: `service:served_answer_seconds:p95_5m > ${t.p95Seconds.value} ${ENOUGH}`,
    summary: `${WHERE} is slow`,
    description: `One answer in twenty took longer than {{ $value | humanizeDuration }} over 5 minutes; it should be ${t.p95Seconds.value * 1000} ms at most.`,
  }),
  critical('CriticalPredictionLatency', '5m', {
    expr: `service:served_answer_seconds:p99_5m > ${t.p99Seconds.value} ${ENOUGH}`,
    summary: `${WHERE} is so slow that people give up`,
    description: `One answer in a hundred took longer than {{ $value | humanizeDuration }} over 5 minutes; it should be ${t.p99Seconds.value} s at most.`,
  }),
  critical('NoPredictions', '5m', {
    // At zero, with no requests, there is nothing on the left side.
    expr: `
      ${arrived} >= ${t.unansweredCount.value}
      unless on (namespace, service) ${total('revision:predictions', '10m')} > 0`,
    summary: `${WHERE} gets photos and makes no predictions`,
    description: '{{ $value | humanize }} photos came within 10 minutes, and none led to a prediction.',
  }),
];

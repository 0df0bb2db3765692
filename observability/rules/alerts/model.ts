import { total } from '../counting.ts';
import { type Alert, warning } from '../rule.ts';
import { percent, thresholds } from '../thresholds.ts';

const t = thresholds;
const WHERE = '{{ $labels.service }} in {{ $labels.namespace }}';
const ENOUGH = `and on (namespace, service) ${total('revision:predictions', '6h')} >= ${t.driftCount.value}`;

/** Of what the photos are, and which model judges them. */
export const modelAlerts: readonly Alert[] = [
  warning('ReviewShareDrift', '30m', {
    expr: `service:prediction_reviews:ratio6h > ${t.reviewShare.value} ${ENOUGH}`,
    summary: `The model is unsure of many photos of ${WHERE}`,
    description: `{{ $value | humanizePercentage }} of the photos of the last 6 hours need a person's review; up to ${Number((t.reviewShare.value * 100).toFixed(1))} % were to be expected.`,
  }),
  warning('NotPetShareDrift', '30m', {
    expr: `service:prediction_not_pets:ratio6h > ${t.notPetShare.value} ${ENOUGH}`,
    summary: `Many photos of ${WHERE} show no pet`,
    description:
      '{{ $value | humanizePercentage }} of the photos of the last 6 hours seem to show neither a cat nor a dog.',
  }),
  warning('PredictedClassDrift', '30m', {
    expr: `
      abs(
        service:predicted_class:ratio6h
        - (service:predicted_class:ratio7d offset 6h or 0 * service:predicted_class:ratio6h)
      ) > ${t.classShareChange.value}
      ${ENOUGH}
      and on (namespace, service) ${total('revision:predictions', '7d').replace('[7d]', '[7d] offset 6h')} >= ${t.baselineCount.value}`,
    summary: `The share of {{ $labels.predicted_class }} among the predictions of ${WHERE} has changed`,
    description:
      'It differs by {{ $value | humanizePercentage }} of all predictions, the last 6 hours against the 7 days before them.',
  }),
  warning('UnseenAnswersCorrected', '30m', {
    expr: `
      service:corrected_answers:ratio7d
      and service:corrected_answers:evidence7d > ${t.correctedEvidence.value}
      and service:unseen_verdicts:count7d >= ${t.verdictCount.value}`,
    summary: `People correct more answers without review of ${WHERE} than the model card promises`,
    description: `People corrected {{ $value | humanizePercentage }} of the answers without review on which they gave a verdict in the last 7 days; ${percent(t.correctedShare.value)} were to be expected.`,
  }),
  warning('ModelVersionSkew', '1h', {
    // Seen lately, for a model whose pods rest is served as well.
    expr: `
      count by (namespace, service) (
        group by (namespace, service, name, version, sha256) (last_over_time(model_info{job="function"}[30m]))
      ) > 1`,
    summary: `${WHERE} serves several models at once`,
    description:
      '{{ $value }} models answer for an hour: a rollout that never ended, or a split that was forgotten.',
  }),
  warning('ModelOlderThanChampion', '6h', {
    expr: `
      max by (namespace, service) (last_over_time(model_created_timestamp_seconds{job="function"}[1d]))
      < on () group_left () champion:model_created_timestamp_seconds`,
    summary: `${WHERE} serves a model that has been superseded`,
    description:
      'Its model is of {{ $value | humanizeTimestamp }}, and a newer one passed the gate and was released since.',
  }),
];

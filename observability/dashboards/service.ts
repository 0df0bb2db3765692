import * as units from '@grafana/grafana-foundation-sdk/units';
import { budget } from '../rules/alerts/objective.ts';
import { thresholds } from '../rules/thresholds.ts';
import { dashboard } from './dashboard.ts';
import { heatmap, stacked, stat, statWithHistory, timeseries } from './panels.ts';
import {
  atEachPoint,
  counted,
  mean,
  ours,
  perSecond,
  quantile,
  rate,
  share,
  shareBy,
  sum,
  total,
} from './selectors.ts';

const objectiveSeconds = thresholds.objectiveSeconds.value;

const predictions = counted('revision:predictions:increase30s');
const errors = counted('revision:prediction_errors:increase30s');
const answers = (...matchers: string[]) => counted('revision:answers:increase30s', ...matchers);
const confidenceBuckets = counted('revision:prediction_confidence_ratio_bucket:increase30s');
const latencyBuckets = counted('revision:prediction_latency_seconds_bucket:increase30s');
const secondsOf = (part: 'decode' | 'inference' | 'latency') =>
  counted(`revision:prediction_${part}_seconds_sum:increase30s`);

const percentiles = (percents: readonly number[], buckets: string) =>
  Object.fromEntries(percents.map((percent) => [`p${percent}`, quantile(percent / 100, buckets)]));

export const service = dashboard({
  uid: 'cats-vs-dogs-service',
  title: 'Service',
  description: 'What clients get: how much, how fast, how often not, and what the model says.',
  about: 'service',
  rows: {
    'In short': [
      stat({
        title: 'Total predictions',
        description: 'Photos that were judged within the time shown, over all pods that came and went.',
        queries: total(predictions),
      }),
      stat({
        title: 'Total errors',
        description:
          'Requests for a prediction that got none within the time shown; which ones is under "Errors by code".',
        queries: total(errors),
        limits: { warning: 1 },
      }),
      statWithHistory({
        title: 'Average latency',
        description:
          'From the headers of a photo to the end of its answer, as the function counts it: without the wait for a pod.',
        unit: units.Seconds,
        queries: mean(secondsOf('latency'), predictions, total),
        limits: { bad: objectiveSeconds },
      }),
      statWithHistory({
        title: 'Requests per second',
        alert: 'HighPredictionRate',
        description: 'All that queue-proxy answered to a POST, whatever the answer was.',
        unit: units.RequestsPerSecond,
        queries: perSecond(answers()),
      }),
      statWithHistory({
        title: 'Share of failures',
        alert: 'HighPredictionErrorRate',
        description:
          'Answers of 500 and above, of all: what the function, queue-proxy or a missing pod is to blame for.',
        unit: units.PercentUnit,
        queries: share(answers('http_response_status_code=~"5.."'), answers()),
        // More than the objective allows; HighPredictionErrorRate waits for what is no single pod's end.
        limits: { bad: budget },
      }),
      statWithHistory({
        title: 'Photos in flight',
        description: 'Being received or judged now, in all pods together; a pod refuses more than 256.',
        queries: sum(ours('predictions_in_flight', 'function')),
      }),
    ],
    'Traffic and errors': [
      stacked({
        title: 'Answers by status',
        description:
          "As queue-proxy gave them: also those that it refused (503, its queue was full) or gave up on (504) itself, of which the function's own counters know nothing.",
        unit: units.RequestsPerSecond,
        queries: { '{{http_response_status_code}}': perSecond(answers(), 'http_response_status_code') },
      }),
      stacked({
        title: 'Predictions by class',
        alert: 'NoPredictions',
        description: 'Photos judged each second, by the class that was predicted.',
        unit: units.RequestsPerSecond,
        queries: { '{{predicted_class}}': perSecond(predictions, 'predicted_class') },
      }),
      stacked({
        title: 'Errors by code',
        alert: 'HighPredictionErrorRate',
        description:
          "Requests for a prediction that got none. function/README.md lists the codes; internal_error, not_ready and overloaded are the function's own, all others are what a client sent.",
        unit: units.RequestsPerSecond,
        queries: { '{{code}}': perSecond(errors, 'code') },
      }),
    ],
    Latency: [
      timeseries({
        title: 'Latency percentiles',
        alert: 'HighPredictionLatency',
        description: `Of photos that were judged, from their headers to the end of the answer. ${objectiveSeconds * 1000} ms is what the objective allows.`,
        unit: units.Seconds,
        queries: percentiles([50, 90, 95, 99], latencyBuckets),
        limits: { bad: objectiveSeconds },
      }),
      heatmap({
        title: 'Latency heatmap',
        description: 'How many photos took how long: two bands are two kinds of photo, or two revisions.',
        unit: units.Seconds,
        queries: atEachPoint(latencyBuckets, 'le'),
      }),
      timeseries({
        title: 'Where the time goes',
        description:
          'Mean of each part of a prediction. Decoding waits for its turn when many photos come at once; inference does not.',
        unit: units.Seconds,
        queries: {
          decode: mean(secondsOf('decode'), predictions, atEachPoint),
          inference: mean(secondsOf('inference'), predictions, atEachPoint),
          all: mean(secondsOf('latency'), predictions, atEachPoint),
        },
      }),
    ],
    'What the model says': [
      stacked({
        title: 'Share of each class',
        description:
          'Of the photos that were judged. A sudden change is another camera, another source, or a fault.',
        unit: units.PercentUnit,
        max: 1,
        queries: { '{{predicted_class}}': shareBy('predicted_class', predictions) },
      }),
      timeseries({
        title: 'Confidence',
        description:
          'Calibrated probability of the predicted class, from 0.5 (a coin toss) to 1. The lower percentiles fall first when photos become unlike those of the training.',
        unit: units.PercentUnit,
        min: 0.5,
        max: 1,
        queries: percentiles([5, 10, 25, 50], confidenceBuckets),
      }),
      timeseries({
        title: 'Review, not a pet',
        description:
          'Shares of the photos that were judged: too unsure to be used unseen, and neither cat nor dog.',
        unit: units.PercentUnit,
        max: 1,
        queries: {
          'needs review': share(counted('revision:prediction_reviews:increase30s'), predictions),
          'not a pet': share(counted('revision:prediction_not_pets:increase30s'), predictions),
        },
      }),
    ],
    'The process': [
      timeseries({
        title: 'CPU of a pod',
        description:
          "Of the function's process, in cores; a pod is allowed one, and another is started at 85 %.",
        unit: units.PercentUnit,
        queries: { '{{pod}}': sum(rate(ours('process_cpu_seconds_total', 'function')), 'pod') },
        limits: { bad: 1 },
      }),
      timeseries({
        title: 'Memory of a pod',
        description: "Resident set of the function's process; the container is killed at 256 MiB.",
        unit: units.BytesIEC,
        queries: { '{{pod}}': ours('process_resident_memory_bytes', 'function') },
        limits: { bad: 256 * 2 ** 20 },
      }),
      timeseries({
        title: 'Event loop lag, p99',
        description:
          'How late the event loop came to what was due: probes and uploads wait as long. An inference holds it for some ms.',
        unit: units.Seconds,
        queries: { '{{pod}}': ours('nodejs_eventloop_lag_p99_seconds', 'function') },
      }),
    ],
  },
});

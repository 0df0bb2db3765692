import type { Group } from './rule.ts';
import { thresholds } from './thresholds.ts';

/** Of the windows that lie side by side, without gap and overlap, so that every count is in one of them. */
const TILE = '30s';
const TILE_SECONDS = 30;
/** How far back PromQL looks for the value before a window: Prometheus' own default. */
const LOOKBACK = '5m';
const LOOKBACK_SECONDS = 300;

const YOUNG = 'target:process:seen_from_start';

/**
 * What a counter counted within one window. Where its series begins within the window the first value counts too, for
 * a process counts from 0: `increase` alone never sees the request that woke a pod. It does not count when the process
 * is older and was not scraped before: those requests were earlier.
 */
function counted(metric: string, matchers: string, labels: readonly string[]): string {
  const series = `${metric}{${matchers}}`;
  return `
    sum by (${labels.join(', ')}) (
      increase(${series}[${TILE}] anchored)
      or
      label_replace(
        (min_over_time(${series}[${TILE}]) unless last_over_time(${series}[${LOOKBACK}] offset ${TILE}))
          and on (job, pod) ${YOUNG},
        "part", "first value", "", ""
      )
    )`;
}

export const SERVICE = ['namespace', 'service'];
export const REVISION = [...SERVICE, 'revision'];
const FUNCTION = 'job="function"';
const QUEUE_PROXY = 'job="queue-proxy", http_request_method="POST"';
const ACTIVATOR = 'job="activator", http_request_method="POST"';
const ANSWERS = 'http_server_request_duration_seconds';
const STATUS = 'http_response_status_code';
/** What the client got wrong is neither good nor bad. */
const SERVED = `${STATUS}!~"4.."`;
const within = (limit: 'objectiveSeconds' | 'slowStartSeconds') => `le="${thresholds[limit].value}"`;

/** What is counted of each revision: the recording's name, the metric, its matchers, and labels to count by. */
const COUNTED: readonly [name: string, metric: string, matchers: string, ...labels: string[]][] = [
  ['predictions', 'predictions_total', FUNCTION, 'predicted_class'],
  ['prediction_reviews', 'prediction_reviews_total', FUNCTION],
  ['prediction_not_pets', 'prediction_not_pets_total', FUNCTION],
  ['prediction_passes', 'prediction_passes_total', FUNCTION, 'pass'],
  ['verdicts', 'prediction_verdicts_total', FUNCTION, 'predicted', 'verdict', 'reviewed'],
  // A histogram dies with its pod as a counter does.
  ['prediction_latency_seconds_bucket', 'prediction_latency_seconds_bucket', FUNCTION, 'le'],
  ['prediction_confidence_ratio_bucket', 'prediction_confidence_ratio_bucket', FUNCTION, 'le'],
  ['prediction_latency_seconds_sum', 'prediction_latency_seconds_sum', FUNCTION],
  ['prediction_decode_seconds_sum', 'prediction_decode_seconds_sum', FUNCTION],
  ['prediction_inference_seconds_sum', 'prediction_inference_seconds_sum', FUNCTION],
  ['prediction_errors', 'prediction_errors_total', FUNCTION, 'code'],
  // Use queue-proxy's answers: they include the requests that it rejects and that the function does not answer.
  ['answers', `${ANSWERS}_count`, QUEUE_PROXY, STATUS],
  ['served_answer_seconds_bucket', `${ANSWERS}_bucket`, `${QUEUE_PROXY}, ${SERVED}`, 'le'],
  ['good_answers', `${ANSWERS}_bucket`, `${QUEUE_PROXY}, ${STATUS}=~"2..", ${within('objectiveSeconds')}`],
  // The activator's answers include the wait for a pod.
  ['activator_answers', `${ANSWERS}_count`, ACTIVATOR, STATUS],
  ['activator_served_answer_seconds_bucket', `${ANSWERS}_bucket`, `${ACTIVATOR}, ${SERVED}`, 'le'],
  [
    'activator_answers_in_time',
    `${ANSWERS}_bucket`,
    `${ACTIVATOR}, ${SERVED}, ${within('slowStartSeconds')}`,
  ],
];

/**
 * The counting of all counters of pods that come and go: each rule of this group writes down how many there were since
 * the last time. Any longer window is a sum of these, exact, whatever became of the pods.
 */
export const counting: Group = {
  name: 'counting',
  interval: TILE,
  // A scrape of the last second may not be stored yet: it belongs to this window and must not be missed.
  queryOffset: '10s',
  recordings: [
    {
      record: YOUNG,
      expr: `
        last_over_time(process_start_time_seconds{job=~"function|queue-proxy|activator"}[${TILE}])
          > time() - ${TILE_SECONDS + LOOKBACK_SECONDS}
        or last_over_time(process_start_time_seconds{job=~"function|queue-proxy|activator"}[${LOOKBACK}] offset ${TILE})`,
    },
    ...COUNTED.map(([name, metric, matchers, ...labels]) => ({
      record: `revision:${name}:increase${TILE}`,
      expr: counted(metric, matchers, [...REVISION, ...labels]),
    })),
  ],
};

/** The sum over a longer window, by labels of the tiles; only of those `where` the matchers hold. */
export function total(what: string, window: string, { by = SERVICE, where = '' } = {}): string {
  return `sum by (${by.join(', ')}) (sum_over_time(${what}:increase${TILE}${where && `{${where}}`}[${window}]))`;
}

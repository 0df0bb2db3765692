import { expression, type Group, type Recording } from './rule.ts';
import { thresholds } from './thresholds.ts';

/** Of the windows that lie side by side, without gap and overlap, so that every count is in one of them. */
export const TILE = '30s';
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
  return expression(`
    sum by (${labels.join(', ')}) (
      increase(${series}[${TILE}] anchored)
      or
      label_replace(
        (min_over_time(${series}[${TILE}]) unless last_over_time(${series}[${LOOKBACK}] offset ${TILE}))
          and on (job, pod) ${YOUNG},
        "part", "first value", "", ""
      )
    )`);
}

const PLACE = ['namespace', 'service', 'revision'];
const FUNCTION = 'job="function"';
const QUEUE_PROXY = 'job="queue-proxy", http_request_method="POST"';
const ACTIVATOR = 'job="activator", http_request_method="POST"';
const ANSWERS = 'http_server_request_duration_seconds';
const STATUS = 'http_response_status_code';
/** What the client got wrong is neither good nor bad. */
const SERVED = `${STATUS}!~"4.."`;

const tiles: readonly Recording[] = [
  {
    record: YOUNG,
    expr: expression(`
      last_over_time(process_start_time_seconds{job=~"function|queue-proxy|activator"}[${TILE}])
        > time() - ${TILE_SECONDS + LOOKBACK_SECONDS}
      or last_over_time(process_start_time_seconds{job=~"function|queue-proxy|activator"}[${LOOKBACK}] offset ${TILE})`),
  },
  {
    record: `revision:predictions:increase${TILE}`,
    expr: counted('predictions_total', FUNCTION, [...PLACE, 'predicted_class']),
  },
  {
    record: `revision:prediction_reviews:increase${TILE}`,
    expr: counted('prediction_reviews_total', FUNCTION, PLACE),
  },
  {
    record: `revision:prediction_not_pets:increase${TILE}`,
    expr: counted('prediction_not_pets_total', FUNCTION, PLACE),
  },
  {
    record: `revision:prediction_passes:increase${TILE}`,
    expr: counted('prediction_passes_total', FUNCTION, [...PLACE, 'pass']),
  },
  // How long predictions took and how sure they were: a histogram dies with its pod as a counter does.
  ...['prediction_latency_seconds', 'prediction_confidence_ratio'].map((histogram) => ({
    record: `revision:${histogram}_bucket:increase${TILE}`,
    expr: counted(`${histogram}_bucket`, FUNCTION, [...PLACE, 'le']),
  })),
  ...['latency', 'decode', 'inference'].map((part) => ({
    record: `revision:prediction_${part}_seconds_sum:increase${TILE}`,
    expr: counted(`prediction_${part}_seconds_sum`, FUNCTION, PLACE),
  })),
  {
    record: `revision:prediction_errors:increase${TILE}`,
    expr: counted('prediction_errors_total', FUNCTION, [...PLACE, 'code']),
  },
  {
    // Of queue-proxy, which also sees what it refuses itself, and what the function does not answer.
    record: `revision:answers:increase${TILE}`,
    expr: counted(`${ANSWERS}_count`, QUEUE_PROXY, [...PLACE, STATUS]),
  },
  {
    record: `revision:served_answer_seconds_bucket:increase${TILE}`,
    expr: counted(`${ANSWERS}_bucket`, `${QUEUE_PROXY}, ${SERVED}`, [...PLACE, 'le']),
  },
  {
    record: `revision:good_answers:increase${TILE}`,
    expr: counted(
      `${ANSWERS}_bucket`,
      `${QUEUE_PROXY}, ${STATUS}=~"2..", le="${thresholds.objectiveSeconds.value}"`,
      PLACE,
    ),
  },
  {
    // Of the activator, which sees those that wait for a pod as long as they wait.
    record: `revision:activator_answers:increase${TILE}`,
    expr: counted(`${ANSWERS}_count`, ACTIVATOR, [...PLACE, STATUS]),
  },
  {
    record: `revision:activator_served_answer_seconds_bucket:increase${TILE}`,
    expr: counted(`${ANSWERS}_bucket`, `${ACTIVATOR}, ${SERVED}`, [...PLACE, 'le']),
  },
  {
    record: `revision:activator_answers_in_time:increase${TILE}`,
    expr: counted(
      `${ANSWERS}_bucket`,
      `${ACTIVATOR}, ${SERVED}, le="${thresholds.slowStartSeconds.value}"`,
      PLACE,
    ),
  },
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
  recordings: tiles,
};

/** The sum over a longer window, by labels of the tiles. */
export function total(what: string, window: string, labels: readonly string[], matchers = ''): string {
  return `sum by (${labels.join(', ')}) (sum_over_time(${what}:increase${TILE}${matchers === '' ? '' : `{${matchers}}`}[${window}]))`;
}

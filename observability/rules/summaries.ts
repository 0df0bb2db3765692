import { total } from './counting.ts';
import { expression, type Group, type Recording } from './rule.ts';
import { thresholds } from './thresholds.ts';

const SERVICE = ['namespace', 'service'];
const REVISION = [...SERVICE, 'revision'];
const SECONDS_OF_5M = 300;
const SERVER_ERROR = 'http_response_status_code=~"5.."';

const quantile = (share: number): Recording => ({
  record: `service:served_answer_seconds:p${share * 100}_5m`,
  expr: `histogram_quantile(${share}, ${total('revision:served_answer_seconds_bucket', '5m', [...SERVICE, 'le'])})`,
});

/** How many of `part` there are for each of `all`: 0 and not nothing, as long as there are any. */
const share = (part: string, all: string): string => expression(`(${part} or 0 * ${all}) / (${all} > 0)`);

const predictions = (window: string) => total('revision:predictions', window, SERVICE);
const served = (window: string) =>
  total('revision:served_answer_seconds_bucket', window, SERVICE, 'le="+Inf"');

/** The share of answers that are bad, over the windows of the error budget's alerts. */
const badShares = (windows: readonly string[]): Recording[] =>
  windows.map((window) => ({
    record: `service:bad_answers:ratio${window}`,
    expr: expression(`1 - ${share(total('revision:good_answers', window, SERVICE), served(window))}`),
  }));

/** What the alerts and the dashboards ask for again and again. */
export const summaries: Group = {
  name: 'summaries',
  interval: '30s',
  recordings: [
    {
      record: 'service:predictions:rate5m',
      expr: `${total('revision:predictions', '5m', [...SERVICE, 'predicted_class'])} / ${SECONDS_OF_5M}`,
    },
    { record: 'service:answers:increase5m', expr: total('revision:answers', '5m', SERVICE) },
    {
      record: 'service:server_errors:increase5m',
      expr: total('revision:answers', '5m', SERVICE, SERVER_ERROR),
    },
    {
      record: 'revision:server_errors:ratio5m',
      expr: share(
        total('revision:answers', '5m', REVISION, SERVER_ERROR),
        total('revision:answers', '5m', REVISION),
      ),
    },
    quantile(0.5),
    quantile(0.95),
    quantile(0.99),
    ...badShares(['5m', '30m', '1h', '2h']),
  ],
};

/** Windows of hours and days, which move slowly and are long to add up. */
export const trends: Group = {
  name: 'trends',
  interval: '2m',
  recordings: [
    {
      record: 'service:prediction_reviews:ratio6h',
      expr: share(total('revision:prediction_reviews', '6h', SERVICE), predictions('6h')),
    },
    {
      record: 'service:prediction_not_pets:ratio6h',
      expr: share(total('revision:prediction_not_pets', '6h', SERVICE), predictions('6h')),
    },
    ...(['6h', '7d'] as const).map((window) => ({
      record: `service:predicted_class:ratio${window}`,
      expr: expression(`
        ${total('revision:predictions', window, [...SERVICE, 'predicted_class'])}
        / on (namespace, service) group_left () (${predictions(window)} > 0)`),
    })),
    ...badShares(['6h', '1d', '3d']),
  ],
};

/** The answers in a window that were not good, as a number. */
export function badAnswers(window: string): string {
  return expression(
    `(${served(window)} - (${total('revision:good_answers', window, SERVICE)} or 0 * ${served(window)}))`,
  );
}

export const objective = thresholds.objective.value;

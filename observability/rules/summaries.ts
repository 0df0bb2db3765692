import { REVISION, SERVICE, total } from './counting.ts';
import type { Group, Recording } from './rule.ts';
import { thresholds } from './thresholds.ts';

const SECONDS_OF_5M = 300;
const BY_CLASS = { by: [...SERVICE, 'predicted_class'] };
const SERVER_ERROR = 'http_response_status_code=~"5.."';

const recordings = (exprs: Readonly<Record<string, string>>): Recording[] =>
  Object.entries(exprs).map(([record, expr]) => ({ record, expr }));

const quantile = (share: number): string =>
  `histogram_quantile(${share}, ${total('revision:served_answer_seconds_bucket', '5m', { by: [...SERVICE, 'le'] })})`;

/** How many of `part` there are for each of `all`: 0 and not nothing, as long as there are any. */
const share = (part: string, all: string): string => `(${part} or 0 * ${all}) / (${all} > 0)`;

const predictions = (window: string) => total('revision:predictions', window);
const served = (window: string) =>
  total('revision:served_answer_seconds_bucket', window, { where: 'le="+Inf"' });

/** The share of answers that are bad. */
const badShare = (window: string) => `1 - ${share(total('revision:good_answers', window), served(window))}`;
const classShare = (window: string) =>
  `${total('revision:predictions', window, BY_CLASS)} / on (namespace, service) group_left () (${predictions(window)} > 0)`;

/** What the alerts and the dashboards ask for again and again. */
export const summaries: Group = {
  name: 'summaries',
  interval: '30s',
  recordings: recordings({
    'service:predictions:rate5m': `${total('revision:predictions', '5m', BY_CLASS)} / ${SECONDS_OF_5M}`,
    'service:answers:increase5m': total('revision:answers', '5m'),
    'service:server_errors:increase5m': total('revision:answers', '5m', { where: SERVER_ERROR }),
    'revision:server_errors:ratio5m': share(
      total('revision:answers', '5m', { by: REVISION, where: SERVER_ERROR }),
      total('revision:answers', '5m', { by: REVISION }),
    ),
    'service:served_answer_seconds:p50_5m': quantile(0.5),
    'service:served_answer_seconds:p95_5m': quantile(0.95),
    'service:served_answer_seconds:p99_5m': quantile(0.99),
    // The windows of the error budget's alerts, here and below.
    'service:bad_answers:ratio5m': badShare('5m'),
    'service:bad_answers:ratio30m': badShare('30m'),
    'service:bad_answers:ratio1h': badShare('1h'),
    'service:bad_answers:ratio2h': badShare('2h'),
  }),
};

/** Of answers that name a class and needed no review: those that a client may use unseen. */
const unseen = (...matchers: string[]) =>
  `sum_over_time(revision:verdicts:increase30s{${['reviewed="false"', ...matchers].join(', ')}}[7d])`;
const unseenVerdicts = `sum by (namespace, service) (${unseen('predicted!="neither"')})`;
const corrections = ['cat', 'dog'].map((name) => unseen(`predicted="${name}"`, `verdict!="${name}"`));
const corrected = `sum by (namespace, service) (${corrections.join(' or ')})`;
const count = { corrected: 'service:corrected_answers:count7d', all: 'service:unseen_verdicts:count7d' };
const promise = thresholds.correctedShare.value;

/**
 * What people said of answers without review. Of n verdicts with the wrong share p that the model card promises, k or more
 * corrections have a probability of at most exp(-evidence), whatever n is (Chernoff's bound of the binomial): a normal
 * approximation does not hold for so small a share.
 */
const verdicts: Readonly<Record<string, string>> = {
  [count.all]: unseenVerdicts,
  [count.corrected]: `${corrected} or 0 * ${count.all}`,
  'service:corrected_answers:ratio7d': `${count.corrected} / (${count.all} > 0)`,
  'service:corrected_answers:evidence7d': `
    ${count.corrected} * ln(${count.corrected} / (${count.all} * ${promise}))
    + (${count.all} - ${count.corrected})
      * ln(clamp_min(${count.all} - ${count.corrected}, 1) / (${count.all} * ${1 - promise}))
    and ${count.corrected} > ${count.all} * ${promise}`,
};

/** Windows of hours and days, which move slowly and are long to add up. */
export const trends: Group = {
  name: 'trends',
  interval: '2m',
  recordings: recordings({
    'service:prediction_reviews:ratio6h': share(
      total('revision:prediction_reviews', '6h'),
      predictions('6h'),
    ),
    'service:prediction_not_pets:ratio6h': share(
      total('revision:prediction_not_pets', '6h'),
      predictions('6h'),
    ),
    'service:predicted_class:ratio6h': classShare('6h'),
    'service:predicted_class:ratio7d': classShare('7d'),
    'service:bad_answers:ratio6h': badShare('6h'),
    'service:bad_answers:ratio1d': badShare('1d'),
    'service:bad_answers:ratio3d': badShare('3d'),
    ...verdicts,
  }),
};

/**
 * The window of the objective: 86,400 tiles a series, so it is added up seldom, but within the five minutes in which
 * Prometheus still finds the last value.
 */
export const month: Group = {
  name: 'month',
  interval: '2m',
  recordings: recordings({ 'service:bad_answers:ratio30d': badShare('30d') }),
};

/** The answers in a window that were not good, as a number. */
export const badAnswers = (window: string): string =>
  `(${served(window)} - (${total('revision:good_answers', window)} or 0 * ${served(window)}))`;

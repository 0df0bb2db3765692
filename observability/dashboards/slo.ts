import * as units from '@grafana/grafana-foundation-sdk/units';
import { BURNS, budget } from '../rules/alerts/objective.ts';
import { percent, thresholds } from '../rules/thresholds.ts';
import { dashboard } from './dashboard.ts';
import { stat, statWithHistory, timeseries } from './panels.ts';
import { counted, perSecond, share, total } from './selectors.ts';

/** What a client sent wrongly (4xx) does not count. */
const objective = thresholds.objective.value;
const OBJECTIVE = `${objective * 100} %`;
const BUDGET = percent(budget);
const objectiveSeconds = thresholds.objectiveSeconds.value;
const IN_TIME = `within ${objectiveSeconds * 1000} ms`;
const LATE = `longer than ${objectiveSeconds * 1000} ms`;
/** From a ticket to a page. */
const BURN_LIMITS = { warning: BURNS.at(-1)!.factor, bad: BURNS[0].factor };
/** Pairs of windows: the long one says that it matters, the short one that it still goes on; as the alerts have them. */
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

const good = counted('revision:good_answers:increase30s');
const inTime = counted('revision:served_answer_seconds_bucket:increase30s', `le="${objectiveSeconds}"`);
const all = counted('revision:served_answer_seconds_bucket:increase30s', 'le="+Inf"');
const failed = counted('revision:answers:increase30s', 'http_response_status_code=~"5.."');
const badShare = `(1 - ${total(good)} / (${total(all)} > 0))`;
const MONTH = counted('service:bad_answers:ratio30d');
const burn = (window: (typeof WINDOWS)[number]) =>
  `${counted(`service:bad_answers:ratio${window}`)} / ${budget}`;

export const slo = dashboard({
  uid: 'cats-vs-dogs-slo',
  title: 'SLO',
  description: `${OBJECTIVE} of the answers right-formed and ${IN_TIME}, over 30 days; what is left of the rest.`,
  about: 'service',
  from: 'now-7d',
  rows: {
    'Of the last 30 days': [
      stat({
        title: 'Good answers, 30 days',
        description: `Share of the answers of 30 days that were right-formed and came ${IN_TIME}; the objective is ${OBJECTIVE}. Of fewer days where Prometheus is younger.`,
        unit: units.PercentUnit,
        queries: `1 - ${MONTH}`,
      }),
      stat({
        title: 'Error budget left, 30 days',
        description: `Of the ${BUDGET} of the answers of 30 days that may go wrong. Below zero the objective is missed.`,
        unit: units.PercentUnit,
        queries: `1 - ${MONTH} / ${budget}`,
      }),
    ],
    'In short': [
      stat({
        title: 'Good answers',
        description: `Share of the answers within the time shown that were right-formed and came ${IN_TIME}.`,
        unit: units.PercentUnit,
        queries: `1 - ${badShare}`,
      }),
      stat({
        title: 'Error budget left',
        description: `Of the ${BUDGET} of the answers within the time shown that may go wrong. Below zero the objective is missed: reliability before features.`,
        unit: units.PercentUnit,
        queries: `1 - ${badShare} / ${budget}`,
      }),
      statWithHistory({
        title: 'Burn rate, 1 h',
        alert: 'PredictionErrorBudgetBurn',
        description: `How many times faster than allowed the budget is used up: it lasts 30 days at 1, ${BURNS[0].gone} at ${BURNS[0].factor}.`,
        queries: burn('1h'),
        limits: BURN_LIMITS,
      }),
      stat({
        title: 'Bad answers',
        description: `How many within the time shown failed, or took ${LATE}.`,
        queries: `${total(all)} - ${total(good)}`,
      }),
    ],
    Budget: [
      timeseries({
        title: 'Burn rate by window',
        alert: 'PredictionErrorBudgetBurn',
        description:
          'A page when a long window and its short one burn fast at once, a ticket when they burn for long.',
        queries: Object.fromEntries(WINDOWS.map((window) => [window, burn(window)])),
        limits: BURN_LIMITS,
      }),
      timeseries({
        title: 'Good answers over time',
        description: `Share that was right-formed and ${IN_TIME}, over an hour each, against the objective.`,
        unit: units.PercentUnit,
        max: 1,
        min: 0.98,
        queries: {
          good: `1 - ${counted('service:bad_answers:ratio1h')}`,
          objective: `vector(${objective})`,
        },
      }),
    ],
    Answers: [
      timeseries({
        title: 'What is bad about them',
        description: `Share of the answers that failed (500 and above), and of those that took ${LATE}.`,
        unit: units.PercentUnit,
        queries: { failed: share(failed, all), late: `1 - ${share(inTime, all)}` },
        limits: { bad: budget },
      }),
      timeseries({
        title: 'Answers that count',
        description: 'Good ones and all, each second: a burn rate of few answers says little.',
        unit: units.RequestsPerSecond,
        queries: { good: perSecond(good), all: perSecond(all) },
      }),
    ],
  },
});

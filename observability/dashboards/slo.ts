import * as units from '@grafana/grafana-foundation-sdk/units';
import { dashboard } from './dashboard.ts';
import { colours, stat, timeseries } from './defaults.ts';
import { counted, perSecond, share, total } from './selectors.ts';

/** 99.5 % of the answers are right-formed and come within 500 ms; what a client sent wrongly (4xx) does not count. */
const OBJECTIVE = 0.995;
const BUDGET = 0.005;
/** Pairs of windows: the long one says that it matters, the short one that it still goes on; as the alerts have them. */
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

const good = counted('revision:good_answers:increase30s');
const inTime = counted('revision:served_answer_seconds_bucket:increase30s', ['le="0.5"']);
const all = counted('revision:served_answer_seconds_bucket:increase30s', ['le="+Inf"']);
const failed = counted('revision:answers:increase30s', ['http_response_status_code=~"5.."']);
const badShare = `(1 - ${total(good)} / (${total(all)} > 0))`;
const burn = (window: (typeof WINDOWS)[number]) =>
  `${counted(`service:bad_answers:ratio${window}`)} / ${BUDGET}`;

const attained = () =>
  stat({
    title: 'Good answers',
    description: 'Share of the answers within the time shown that were right-formed and came within 500 ms.',
    unit: units.PercentUnit,
    queries: [{ expr: `1 - ${badShare}` }],
  });

const budgetLeft = () =>
  stat({
    title: 'Error budget left',
    description:
      'Of the 0.5 % of the answers within the time shown that may go wrong. Below zero the objective is missed: reliability before features.',
    unit: units.PercentUnit,
    queries: [{ expr: `1 - ${badShare} / ${BUDGET}` }],
  });

const burnNow = () =>
  stat(
    {
      title: 'Burn rate, 1 h',
      description:
        'How many times faster than allowed the budget is used up: at 1 it lasts 30 days, at 14.4 two.',
      unit: units.Short,
      queries: [{ expr: burn('1h') }],
      thresholds: [
        { value: 1, color: colours.warning },
        { value: 14.4, color: colours.bad },
      ],
    },
    { sparkline: true },
  );

const badAnswers = () =>
  stat({
    title: 'Bad answers',
    description: 'How many within the time shown failed, or took longer than 500 ms.',
    unit: units.Short,
    queries: [{ expr: `${total(all)} - ${total(good)}` }],
  });

const burnRates = () =>
  timeseries({
    title: 'Burn rate by window',
    description:
      'A page when a long window and its short one burn fast at once, a ticket when they burn for long.',
    unit: units.Short,
    queries: WINDOWS.map((window) => ({ expr: burn(window), legend: window })),
    thresholds: [
      { value: 1, color: colours.warning },
      { value: 14.4, color: colours.bad },
    ],
  });

const whatIsBad = () =>
  timeseries({
    title: 'What is bad about them',
    description:
      'Share of the answers that failed (500 and above), and of those that took longer than 500 ms.',
    unit: units.PercentUnit,
    queries: [
      { expr: share(failed, all), legend: 'failed' },
      { expr: `1 - ${share(inTime, all)}`, legend: 'late' },
    ],
    thresholds: [{ value: BUDGET, color: colours.bad }],
  });

const goodOverTime = () =>
  timeseries({
    title: 'Good answers over time',
    description: 'Share that was right-formed and within 500 ms, over an hour each, against the objective.',
    unit: units.PercentUnit,
    max: 1,
    min: 0.98,
    queries: [
      { expr: `1 - ${counted('service:bad_answers:ratio1h')}`, legend: 'good' },
      { expr: `vector(${OBJECTIVE})`, legend: 'objective' },
    ],
  });

const answersPerSecond = () =>
  timeseries({
    title: 'Answers that count',
    description: 'Good ones and all, each second: a burn rate of few answers says little.',
    unit: units.RequestsPerSecond,
    queries: [
      { expr: perSecond(good), legend: 'good' },
      { expr: perSecond(all), legend: 'all' },
    ],
  });

export const slo = () =>
  dashboard({
    uid: 'cats-vs-dogs-slo',
    title: 'SLO',
    description:
      '99.5 % of the answers right-formed and within 500 ms, over 30 days; what is left of the rest.',
    about: 'service',
    from: 'now-7d',
    rows: [
      { title: 'In short', panels: [attained(), budgetLeft(), burnNow(), badAnswers()] },
      { title: 'Budget', panels: [burnRates(), goodOverTime()] },
      { title: 'Answers', panels: [whatIsBad(), answersPerSecond()] },
    ],
  });

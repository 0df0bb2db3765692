import * as units from '@grafana/grafana-foundation-sdk/units';
import { dashboard } from './dashboard.ts';
import { colours, stat, timeseries } from './defaults.ts';
import { ours, rate, share, sum } from './selectors.ts';

/** 99.5 % of the answers are no failure of ours and come within 500 ms, over 30 days. */
const OBJECTIVE = 0.995;
const BUDGET = 0.005;
const PERIOD = '30d';
/** Pairs of windows: the long one says that it matters, the short one that it still goes on; as the alerts have them. */
const WINDOWS = ['5m', '30m', '1h', '6h', '3d'] as const;

const FAILED = 'http_response_status_code=~"5.."';
const NOT_FAILED = 'http_response_status_code!~"5.."';
const answers = (matchers?: readonly string[]) =>
  ours('http_server_request_duration_seconds_count', 'queueProxy', matchers);
const inTime = ours('http_server_request_duration_seconds_bucket', 'queueProxy', ['le="0.5"', NOT_FAILED]);

const over = (window: string, series: string) => sum(`rate(${series}[${window}])`);
const goodShare = (window: string) => `${over(window, inTime)} / ${over(window, answers())}`;
const burn = (window: string) => `(1 - ${goodShare(window)}) / ${BUDGET}`;

const attained = () =>
  stat({
    title: 'Good answers, 30 days',
    description: 'Share of the answers that were below 500 and came within 500 ms. The objective is 99.5 %.',
    unit: units.PercentUnit,
    queries: [{ expr: goodShare(PERIOD) }],
  });

const budgetLeft = () =>
  stat({
    title: 'Error budget left, 30 days',
    description:
      'Of the 0.5 % that may go wrong. Below zero the objective is missed: reliability before features.',
    unit: units.PercentUnit,
    queries: [{ expr: `1 - ${burn(PERIOD)}` }],
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

const badNow = () =>
  stat(
    {
      title: 'Bad answers per second',
      description: 'Failures, and answers that took longer than 500 ms.',
      unit: units.RequestsPerSecond,
      queries: [{ expr: `${sum(rate(answers()))} - ${sum(rate(inTime))}` }],
    },
    { sparkline: true },
  );

const burnRates = () =>
  timeseries({
    title: 'Burn rate by window',
    description:
      'A page at 14.4 over 1 h and 5 m, or at 6 over 6 h and 30 m; a ticket at 1 over 3 days and 6 h.',
    unit: units.Short,
    queries: WINDOWS.map((window) => ({ expr: burn(window), legend: window })),
    thresholds: [
      { value: 1, color: colours.warning },
      { value: 6, color: colours.bad },
      { value: 14.4, color: colours.bad },
    ],
  });

const whatIsBad = () =>
  timeseries(
    {
      title: 'What is bad about them',
      description: 'Share of the answers that failed (500 and above), and of those that were right but late.',
      unit: units.PercentUnit,
      queries: [
        { expr: share(sum(rate(answers([FAILED]))), sum(rate(answers()))), legend: 'failed' },
        {
          expr: `(${sum(rate(answers([NOT_FAILED])))} - ${sum(rate(inTime))}) / ${sum(rate(answers()))}`,
          legend: 'late',
        },
      ],
      thresholds: [{ value: BUDGET, color: colours.bad }],
    },
    { stacked: true },
  );

const goodOverTime = () =>
  timeseries({
    title: 'Good answers over time',
    description: 'Share that was below 500 and within 500 ms, hour by hour, against the objective.',
    unit: units.PercentUnit,
    max: 1,
    min: 0.98,
    queries: [
      { expr: goodShare('1h'), legend: 'good' },
      { expr: `vector(${OBJECTIVE})`, legend: 'objective' },
    ],
  });

export const slo = () =>
  dashboard({
    uid: 'cats-vs-dogs-slo',
    title: 'SLO',
    description:
      '99.5 % of the answers right-formed and within 500 ms, over 30 days; what is left of the rest.',
    about: 'service',
    rows: [
      { title: 'In short', panels: [attained(), budgetLeft(), burnNow(), badNow()] },
      { title: 'Over time', panels: [burnRates(), whatIsBad(), goodOverTime()] },
    ],
  });

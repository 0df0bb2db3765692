import type { Case } from '../cases.ts';
import { healthy, PLACE, pod, SERVICE } from '../pods.ts';
import { always, born, counts, DAY, HOUR, type Line, MINUTE, restarted, type Series } from '../series.ts';

const alert = 'PredictionErrorBudgetBurn';
const summary = 'cats-vs-dogs in cats-vs-dogs uses up its error budget';

/** So many bad answers of so many. */
const failing = (bad: number, all: number) =>
  pod({ answers: [{ all: counts(all - bad) }, { status: 500, all: born(counts(bad)) }] });

/** The tiles of a service where so many of a hundred answers a tile are bad. */
function tiles(bad: Line): Series[] {
  return [
    { name: 'revision:good_answers:increase30s', labels: PLACE, line: (second) => 100 - (bad(second) ?? 0) },
    {
      name: 'revision:served_answer_seconds_bucket:increase30s',
      labels: { ...PLACE, le: '+Inf' },
      line: always(100),
    },
  ];
}

export const objectiveCases: readonly Case[] = [
  {
    alert,
    fires: {
      title: 'two answers in fifteen are errors',
      series: failing(2 / 15, 1),
      // All four see it; the others wait longer.
      ...{ pendingAt: 2 * MINUTE, pending: 4, firingAt: 5 * MINUTE },
      told: [
        {
          labels: { severity: 'critical', long_window: '1h', short_window: '5m', ...SERVICE },
          summary,
          description:
            '13.33% of the answers of the last 1h were errors or took longer than 500 ms; 0.5 % may be. At this rate the budget of 30 days is gone in 2 days or less.',
        },
      ],
    },
    also: [
      {
        title: 'no errors, but one answer in seven takes a second',
        series: pod({ answers: [{ all: counts(7), within: { '0.5': counts(6) } }] }),
        ...{ firingAt: 5 * MINUTE, firing: 1 },
      },
      {
        title: 'four answers in a hundred are errors: the fast one does not care, the next one does',
        series: failing(0.04, 1),
        ...{ firingAt: 20 * MINUTE, firing: 1 },
      },
    ],
    silent: [
      {
        kind: 'everyday',
        title: 'one answer in a thousand is an error',
        series: failing(0.01, 10),
        until: HOUR,
      },
      { kind: 'absent', title: 'nothing is there', series: [], until: HOUR },
      {
        kind: 'zero',
        title: 'pods come and go',
        series: [...healthy(3, { until: 5 * MINUTE }), ...healthy(3, { name: 'pod-2', from: HOUR / 2 })],
        until: HOUR,
      },
      {
        kind: 'reset',
        title: 'queue-proxy begins anew',
        series: pod({
          answers: [{ all: restarted(counts(3), 20 * MINUTE) }],
          queueProxyStart: (second) => (second < 20 * MINUTE ? 0 : 20 * MINUTE),
        }),
        until: HOUR,
      },
      {
        kind: 'other',
        title: 'three of ten requests of an hour fail',
        series: pod({ answers: [{ all: counts(0.002) }, { status: 500, all: born(counts(3, 600, 601)) }] }),
        until: HOUR,
      },
      {
        kind: 'other',
        title: 'clients that send no photos',
        series: pod({ answers: [{ all: counts(1) }, { status: 415, all: counts(10) }] }),
        until: HOUR,
      },
    ],
  },
  {
    alert,
    tileSeconds: 10 * MINUTE,
    fires: {
      title: 'two answers in a hundred are bad, for hours',
      series: tiles(always(2)),
      ...{ pendingAt: HOUR / 2, pending: 2, firingAt: 2 * HOUR },
      told: [
        {
          labels: { severity: 'warning', long_window: '1d', short_window: '2h', ...SERVICE },
          summary,
          description:
            '2% of the answers of the last 1d were errors or took longer than 500 ms; 0.5 % may be. At this rate the budget of 30 days is gone in 10 days or less.',
        },
      ],
    },
    also: [
      {
        title: 'one in a hundred, for half a day',
        series: tiles(always(1)),
        ...{ firingAt: DAY / 2, firing: 1 },
      },
    ],
    silent: [
      {
        kind: 'everyday',
        title: 'one bad hour in three days',
        series: tiles((second) => (second >= DAY && second < DAY + HOUR ? 2 : 0)),
        until: 3 * DAY,
      },
      {
        kind: 'other',
        title: 'a bad hour, and good since',
        series: tiles((second) => (second >= DAY && second < DAY + 50 * MINUTE ? 5 : 0)),
        until: 2 * DAY,
      },
    ],
  },
];

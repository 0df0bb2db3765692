import type { Case } from '../cases.ts';
import { activator, healthy, PLACE, pod, SERVICE } from '../pods.ts';
import { always, born, counts, HOUR, MINUTE, restarted, steps } from '../series.ts';

const everyday = {
  kind: 'everyday',
  title: 'a few photos a second',
  series: healthy(3),
  until: HOUR,
} as const;
const absent = { kind: 'absent', title: 'nothing is there', series: [], until: HOUR } as const;
const zero = {
  kind: 'zero',
  title: 'pods come and go, and between them there is none',
  series: [
    ...healthy(3, { name: 'pod-1', until: 5 * MINUTE }),
    // It was woken by many: its first value is high.
    ...healthy(3, { name: 'pod-2', from: 20 * MINUTE, until: 25 * MINUTE }),
    ...healthy(3, { name: 'pod-3', from: 40 * MINUTE }),
  ],
  until: HOUR,
} as const;
const reset = {
  kind: 'reset',
  title: 'function and queue-proxy begin anew after 20 minutes',
  series: pod({
    predictions: { cat: restarted(counts(3), 20 * MINUTE) },
    answers: [{ all: restarted(counts(3), 20 * MINUTE) }],
    functionStart: (second) => (second < 20 * MINUTE ? 0 : 20 * MINUTE),
    queueProxyStart: (second) => (second < 20 * MINUTE ? 0 : 20 * MINUTE),
  }),
  until: HOUR,
} as const;
const silent = [everyday, absent, zero, reset];

/** Pods that live for a minute each, woken by one request that they answer like that. */
const wokenBySingles = (status: number) =>
  Array.from({ length: 10 }, (_, index) => {
    const from = index * 90;
    return pod({
      ...{ name: `pod-${index}`, from, until: from + MINUTE },
      answers: [{ status, all: born(always(1)) }],
    });
  }).flat();

export const predictionCases: readonly Case[] = [
  {
    alert: 'HighPredictionRate',
    fires: {
      title: '800 photos a second',
      series: healthy(800),
      ...{ pendingAt: 7 * MINUTE, firingAt: 12 * MINUTE },
      told: [
        {
          labels: { severity: 'warning', ...SERVICE },
          summary: 'cats-vs-dogs in cats-vs-dogs is close to what all its pods can answer',
          description: '800 predictions a second over 5 minutes; with all 5 pods it can be about 1000.',
        },
      ],
    },
    silent,
  },
  {
    alert: 'HighPredictionErrorRate',
    fires: {
      title: 'one answer in ten is an error, for ten minutes',
      series: pod({
        answers: [{ all: counts(0.9) }, { status: 500, all: born(counts(0.1, 10 * MINUTE, 20 * MINUTE)) }],
      }),
      ...{ pendingAt: 13 * MINUTE + 30, firingAt: 19 * MINUTE, resolvedAt: 26 * MINUTE },
      told: [
        {
          labels: { severity: 'critical', ...SERVICE },
          summary: 'cats-vs-dogs in cats-vs-dogs fails',
          description: '10% of the answers of the last 5 minutes were errors of the server (500 and above).',
        },
      ],
    },
    also: [
      {
        title: 'each request wakes a pod, fails, and is all that the pod ever gets',
        ...{ series: wokenBySingles(500), firingAt: 10 * MINUTE, firing: 1 },
      },
    ],
    silent: [
      ...silent,
      {
        kind: 'other',
        title: 'clients that send no photos',
        series: pod({ answers: [{ all: counts(1) }, { status: 415, all: counts(10) }] }),
        until: HOUR,
      },
      {
        kind: 'other',
        title: 'two errors, of hardly more requests',
        series: pod({ answers: [{ all: counts(0.01) }, { status: 500, all: born(counts(2, 600, 601)) }] }),
        until: HOUR,
      },
      {
        kind: 'other',
        title: 'Prometheus starts and finds a pod that failed a hundred times long ago',
        series: pod({
          answers: [{ all: counts(1) }, { status: 500, all: always(100) }],
          functionStart: always(-5 * HOUR),
          queueProxyStart: always(-5 * HOUR),
        }),
        until: HOUR,
      },
    ],
  },
  {
    alert: 'HighPredictionLatency',
    fires: {
      title: 'one answer in ten takes between half a second and one',
      series: pod({ answers: [{ all: counts(10), within: { '0.5': counts(9) } }] }),
      ...{ pendingAt: 4 * MINUTE, firingAt: 8 * MINUTE },
      told: [
        {
          labels: { severity: 'warning', ...SERVICE },
          summary: 'cats-vs-dogs in cats-vs-dogs is slow',
          description:
            'One answer in twenty took longer than 750ms over 5 minutes; it should be 500 ms at most.',
        },
      ],
    },
    silent: [
      ...silent,
      {
        kind: 'other',
        title: 'three slow answers an hour',
        series: pod({ answers: [{ all: counts(0.001), within: { '0.5': always(0) } }] }),
        until: HOUR,
      },
    ],
  },
  {
    alert: 'CriticalPredictionLatency',
    fires: {
      title: 'one answer in twenty takes longer than a second',
      series: pod({ answers: [{ all: counts(20), within: { '0.5': counts(19), '1': counts(19) } }] }),
      ...{ pendingAt: 4 * MINUTE, firingAt: 8 * MINUTE },
      told: [
        {
          labels: { severity: 'critical', ...SERVICE },
          summary: 'cats-vs-dogs in cats-vs-dogs is so slow that people give up',
          description:
            'One answer in a hundred took longer than 2.2s over 5 minutes; it should be 1 s at most.',
        },
      ],
    },
    silent,
  },
  {
    alert: 'NoPredictions',
    fires: {
      title: 'the activator answers 503 to all, for no pod does',
      series: activator([{ status: 503, all: counts(0.05, 0, 10 * MINUTE) }]),
      ...{ pendingAt: 5 * MINUTE, firingAt: 10 * MINUTE, resolvedAt: 25 * MINUTE },
      told: [
        {
          labels: { severity: 'critical', ...SERVICE },
          summary: 'cats-vs-dogs in cats-vs-dogs gets photos and makes no predictions',
          description: '29 photos came within 10 minutes, and none led to a prediction.',
        },
      ],
    },
    also: [
      {
        title: 'the function finds every photo corrupt, and no activator is in the way',
        series: pod({ answers: [{ status: 422, all: counts(0.1) }] }),
        ...{ firingAt: 15 * MINUTE, firing: 1 },
      },
      {
        title: 'the photos of one service fail, and another one is well',
        series: [
          ...pod({ answers: [{ status: 500, all: counts(0.1) }] }),
          ...healthy(1, { name: 'pod-2', place: { ...PLACE, service: 'another' } }),
        ],
        ...{ firingAt: 15 * MINUTE, firing: 1 },
      },
      {
        title: 'a pod that answered before sleeps, and the next one fails each',
        series: [
          ...healthy(1, { name: 'pod-1', until: 5 * MINUTE }),
          ...pod({ name: 'pod-2', from: HOUR, answers: [{ status: 500, all: counts(0.1, HOUR) }] }),
        ],
        ...{ firingAt: HOUR + 15 * MINUTE, firing: 1 },
      },
    ],
    silent: [
      ...silent,
      {
        kind: 'zero',
        title: 'nobody asks, and the activator still tells what it counted yesterday',
        series: activator([{ all: always(5000) }], always(-24 * HOUR)),
        until: HOUR,
      },
      {
        kind: 'reset',
        title: 'the activator begins anew while nobody asks',
        series: activator(
          [{ all: (second) => (second < HOUR / 2 ? 5000 : undefined) }],
          steps(-24 * HOUR, HOUR / 2, HOUR / 2),
        ),
        until: HOUR,
      },
      {
        kind: 'other',
        title: 'a stranger sends four wrong uploads',
        series: pod({ answers: [{ status: 415, all: born(counts(4, 600, 601)) }] }),
        until: HOUR,
      },
      {
        kind: 'other',
        title: 'every 20 minutes one photo wakes a pod that answers it',
        series: [0, 1, 2].flatMap((index) => {
          const from = index * 20 * MINUTE;
          const name = `pod-${index}`;
          const life = { name, place: PLACE, from, until: from + 2 * MINUTE };
          return pod({ ...life, predictions: { cat: always(1) }, answers: [{ all: always(1) }] });
        }),
        until: HOUR,
      },
    ],
  },
];

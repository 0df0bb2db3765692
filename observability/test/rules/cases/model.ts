import type { Case, Silence } from '../cases.ts';
import { PLACE, SERVICE } from '../pods.ts';
import { always, DAY, HOUR, type Line, MINUTE, type Series } from '../series.ts';

const WHERE = 'cats-vs-dogs in cats-vs-dogs';
const TILE = 10 * MINUTE;

/** The tiles of a service that judges so many photos a tile. */
function tiles({
  cat = always(10),
  dog = always(10),
  reviews = always(0),
  notPets = always(0),
} = {}): Series[] {
  return [
    ...Object.entries({ cat, dog }).map(([predicted_class, line]) => ({
      ...{ name: 'revision:predictions:increase30s', labels: { ...PLACE, predicted_class }, line },
    })),
    { name: 'revision:prediction_reviews:increase30s', labels: PLACE, line: reviews },
    { name: 'revision:prediction_not_pets:increase30s', labels: PLACE, line: notPets },
  ];
}

const cut =
  (line: Line, from: number, until: number): Line =>
  (second) =>
    second >= from && second < until ? undefined : line(second);

const silent: Silence[] = [
  { kind: 'everyday', title: 'as many cats as dogs', series: tiles({ reviews: always(1) }), until: 2 * DAY },
  { kind: 'absent', title: 'nothing is there', series: [], until: DAY },
  {
    kind: 'zero',
    title: 'a night without photos',
    series: tiles().map((one) => ({ ...one, line: cut(one.line, DAY, DAY + 10 * HOUR) })),
    until: 2 * DAY,
  },
  {
    kind: 'reset',
    title: 'a tile is missing where pods began anew',
    series: tiles().map((one) => ({ ...one, line: cut(one.line, DAY, DAY + TILE) })),
    until: 2 * DAY,
  },
  {
    kind: 'other',
    title: 'a few photos only, all of them odd',
    series: tiles({ cat: always(1), dog: always(0), reviews: always(1), notPets: always(1) }),
    until: DAY,
  },
];

const verdictTiles = (
  { right = always(10), wrong = always(0) } = {},
  { predicted = 'cat', reviewed = 'false' } = {},
): Series[] =>
  Object.entries({ cat: right, dog: wrong }).map(([verdict, line]) => ({
    name: 'revision:verdicts:increase30s',
    labels: { ...PLACE, predicted, verdict, reviewed },
    line,
  }));
/** A mistake in 300 answers, as the model card promises. */
const promised = verdictTiles({ wrong: (second) => (second % (30 * TILE) === 0 ? 1 : 0) });
const verdictSilent: Silence[] = [
  { kind: 'everyday', title: 'as many mistakes as promised', series: promised, until: 2 * DAY },
  { kind: 'absent', title: 'no verdict at all', series: [], until: DAY },
  {
    kind: 'zero',
    title: 'a night without verdicts',
    series: promised.map((one) => ({ ...one, line: cut(one.line, DAY, DAY + 10 * HOUR) })),
    until: 2 * DAY,
  },
  {
    kind: 'reset',
    title: 'a tile is missing where pods began anew',
    series: promised.map((one) => ({ ...one, line: cut(one.line, DAY, DAY + TILE) })),
    until: 2 * DAY,
  },
  {
    kind: 'other',
    title: '49 verdicts, all of them corrections',
    series: verdictTiles({ right: always(0), wrong: (second) => (second === 0 ? 49 : 0) }),
    until: DAY,
  },
  {
    kind: 'other',
    title: 'answers that needed a review, half of them corrected',
    series: [...promised, ...verdictTiles({ wrong: always(10) }, { reviewed: 'true' })],
    until: DAY,
  },
  {
    kind: 'other',
    title: 'answers that said neither, and answers that are not known',
    series: [
      ...promised,
      ...verdictTiles({ wrong: always(10) }, { predicted: 'neither' }),
      ...verdictTiles({ wrong: always(10) }, { predicted: 'unknown', reviewed: 'unknown' }),
    ],
    until: DAY,
  },
];

const model = (version: string, created: number, pod: string, line: Line = always(1)): Series[] => {
  const labels = { job: 'function', ...PLACE, pod };
  return [
    { name: 'model_info', labels: { ...labels, name: 'cats-vs-dogs', version, sha256: version }, line },
    {
      name: 'model_created_timestamp_seconds',
      labels,
      line: (second) => (line(second) === undefined ? undefined : created),
    },
  ];
};
const NEW = 4_000_000_000;
const modelSilent: Silence[] = [
  {
    kind: 'everyday',
    title: 'one model, newer than all',
    series: model('2.0.0', NEW, 'pod-1'),
    until: 8 * HOUR,
  },
  { kind: 'absent', title: 'nothing is there', series: [], until: 8 * HOUR },
  {
    kind: 'zero',
    title: 'pods of it come and go',
    series: model('2.0.0', NEW, 'pod-1', cut(always(1), 2 * HOUR, 4 * HOUR)),
    until: 8 * HOUR,
  },
  {
    kind: 'reset',
    title: 'a rollout of ten minutes from one model to a newer one',
    series: [
      ...model('2.0.0', NEW, 'pod-1', cut(always(1), 4 * HOUR, 9 * HOUR)),
      ...model('2.1.0', NEW, 'pod-2', cut(always(1), 0, 4 * HOUR - TILE)),
    ],
    until: 8 * HOUR,
  },
];

export const modelCases: readonly Case[] = [
  {
    alert: 'ReviewShareDrift',
    tileSeconds: TILE,
    fires: {
      title: 'one photo in five needs a review',
      series: tiles({ reviews: always(4) }),
      ...{ pendingAt: 110 * MINUTE, firingAt: 3 * HOUR },
      told: [
        {
          labels: { severity: 'warning', ...SERVICE },
          summary: `The model is unsure of many photos of ${WHERE}`,
          description:
            "20% of the photos of the last 6 hours need a person's review; up to 12 % were to be expected.",
        },
      ],
    },
    silent,
  },
  {
    alert: 'NotPetShareDrift',
    tileSeconds: TILE,
    fires: {
      title: 'one photo in five shows no pet',
      series: tiles({ notPets: always(4) }),
      ...{ pendingAt: 110 * MINUTE, firingAt: 3 * HOUR },
      told: [
        {
          labels: { severity: 'warning', ...SERVICE },
          summary: `Many photos of ${WHERE} show no pet`,
          description: '20% of the photos of the last 6 hours seem to show neither a cat nor a dog.',
        },
      ],
    },
    silent,
  },
  {
    alert: 'PredictedClassDrift',
    tileSeconds: TILE,
    fires: {
      title: 'from half cats to nine in ten',
      series: tiles({
        cat: (second) => (second <= DAY ? 10 : 18),
        dog: (second) => (second <= DAY ? 10 : 2),
      }),
      ...{ pendingAt: DAY + 200 * MINUTE, pending: 2, firingAt: DAY + 6 * HOUR },
      told: ['cat', 'dog'].map((predicted_class) => ({
        labels: { severity: 'warning', ...SERVICE, predicted_class },
        summary: `The share of ${predicted_class} among the predictions of ${WHERE} has changed`,
        description: 'It differs by 40% of all predictions, the last 6 hours against the 7 days before them.',
      })),
    },
    silent: [
      ...silent,
      {
        kind: 'other',
        title: 'a service of which nobody knows yet what is usual',
        series: tiles({ cat: always(20), dog: always(0) }),
        until: DAY,
      },
    ],
  },
  {
    alert: 'UnseenAnswersCorrected',
    tileSeconds: TILE,
    fires: {
      title: 'one answer in ten is corrected',
      series: verdictTiles({ right: always(9), wrong: always(1) }),
      ...{ pendingAt: HOUR, firingAt: 2 * HOUR },
      told: [
        {
          labels: { severity: 'warning', ...SERVICE },
          summary: `People correct more answers without review of ${WHERE} than the model card promises`,
          description:
            'People corrected 10% of the answers without review on which they gave a verdict in the last 7 days; 0.33 % were to be expected.',
        },
      ],
    },
    also: [
      {
        title: 'all of 60 answers are corrected',
        series: verdictTiles({ right: always(0), wrong: (second) => (second < TILE ? 60 : 0) }),
        firingAt: 2 * HOUR,
        firing: 1,
      },
      {
        title: 'dogs are corrected, too',
        series: verdictTiles({ right: always(1), wrong: always(9) }, { predicted: 'dog' }),
        firingAt: 2 * HOUR,
        firing: 1,
      },
      {
        title: 'four of 50 answers are corrected',
        series: verdictTiles({
          right: (second) => (second === 0 ? 46 : 0),
          wrong: (second) => (second === 0 ? 2 : second === 4 * HOUR ? 2 : 0),
        }),
        firingAt: 5 * HOUR,
        firing: 1,
      },
    ],
    silent: [
      ...verdictSilent,
      {
        kind: 'other',
        title: 'two mistakes in 60 answers',
        series: verdictTiles({
          right: (second) => (second === 0 ? 58 : 0),
          wrong: (second) => (second === 0 ? 2 : 0),
        }),
        until: DAY,
      },
    ],
  },
  {
    alert: 'ModelVersionSkew',
    fires: {
      title: 'two models for more than an hour',
      series: [...model('2.0.0', NEW, 'pod-1'), ...model('2.1.0', NEW, 'pod-2')],
      ...{ pendingAt: 59 * MINUTE, firingAt: 61 * MINUTE },
      told: [
        {
          labels: { severity: 'warning', ...SERVICE },
          summary: `${WHERE} serves several models at once`,
          description:
            '2 models answer for an hour: a rollout that never ended, or a split that was forgotten.',
        },
      ],
    },
    silent: modelSilent,
  },
  {
    alert: 'ModelOlderThanChampion',
    fires: {
      title: 'a model of 2023, and its pods rest now and then',
      series: model('0.1.0', 1_700_000_000, 'pod-1', (second) =>
        second % HOUR < 10 * MINUTE ? 1 : undefined,
      ),
      ...{ pendingAt: 5.9 * HOUR, firingAt: 6.1 * HOUR },
      told: [
        {
          labels: { severity: 'warning', ...SERVICE },
          summary: `${WHERE} serves a model that has been superseded`,
          description:
            'Its model is of 2023-11-14 22:13:20 +0000 UTC, and a newer one passed the gate and was released since.',
        },
      ],
    },
    silent: modelSilent,
  },
];

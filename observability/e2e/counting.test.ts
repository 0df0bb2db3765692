import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { Prometheus } from '../prometheus.ts';
import { withForward } from '../stack/forward.ts';
import { stack } from './monitoring.ts';
import { observed, send } from './observed.ts';

const { kubectl } = observed;
const NAMESPACE = observed.installation.namespace;
const { image } = inject('observability');
/** A tile, what it lies behind, and an evaluation. */
const COUNTED_MS = 75_000;
const NO_PHOTO = Buffer.from('no photo');

interface Counts {
  predictions: number;
  answers: number;
  refusals: number;
  /** What the usual query says of the same: shown, for README.md tells of it. */
  byIncrease: number;
}

function counts(): Promise<Counts> {
  return withForward(stack, 'prometheus', async (url) => {
    const api = new Prometheus(url);
    const total = (what: string, matchers = '') =>
      api.number(`sum(sum_over_time(${what}:increase30s{namespace="${NAMESPACE}"${matchers}}[2h]))`);
    return {
      predictions: await total('revision:predictions'),
      answers: await total('revision:answers', ', http_response_status_code="200"'),
      refusals: await total('revision:prediction_errors', ', code="image_type_unsupported"'),
      byIncrease: await api.number(`sum(increase(predictions_total{namespace="${NAMESPACE}"}[2h]))`),
    };
  });
}

beforeAll(async () => {
  await observed.deploy({ image });
  await observed.asleep();
  // What another file of tests sent before.
  await pause(COUNTED_MS);
}, 600_000);

afterAll(() => observed.remove(), 300_000);

it('counts what clients got, over sleeps and wakes and pods that are killed', async () => {
  const before = await counts();
  const sent = { predictions: 0, refusals: 0 };
  const client = await observed.client();
  const photos = async (count: number) => {
    const answers = await send(client, count);
    expect([...answers]).toEqual([[200, count]]);
    sent.predictions += count;
  };
  const wrong = async (count: number) => {
    expect([...(await send(client, count, NO_PHOTO))]).toEqual([[415, count]]);
    sent.refusals += count;
  };
  const endEveryPod = () =>
    kubectl.run(['delete', 'pods', '--all', '--namespace', NAMESPACE, '--wait=false']);

  // A pod that is woken by one photo and told to end as soon as it has answered: all that it counts is its first value.
  await photos(1);
  await endEveryPod();
  await observed.asleep();
  if (!process.env.E2E_SHORT) {
    // One that gets no other, and ends by itself.
    await photos(1);
    await observed.asleep();
    // A burst, with what is no photo in between.
    await photos(60);
    await wrong(7);
    await photos(40);
    await observed.asleep();
  }
  // A pod that is told to end while it answers, and another that takes over.
  const burst = photos(80);
  await pause(2500);
  await endEveryPod();
  await burst;
  await photos(20);
  await wrong(3);
  await observed.asleep();
  client.close();
  await pause(COUNTED_MS);

  const after = await counts();
  const counted = Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, value - before[name as keyof Counts]]),
  );
  console.log('sent', sent, 'counted', counted);
  expect(counted).toMatchObject({
    predictions: sent.predictions,
    answers: sent.predictions,
    refusals: sent.refusals,
  });
}, 1_200_000);

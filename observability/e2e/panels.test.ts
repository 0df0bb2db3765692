import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, inject, it } from 'vitest';
import { withForward } from '../stack/forward.ts';
import { check } from '../test/dashboards/check.ts';
import { stack } from './monitoring.ts';
import { observed, send, sendVerdict } from './observed.ts';

const { installation } = observed;
const { image } = inject('observability');
const LIFE_MS = 120_000;
const MINUTES = 30;

afterAll(() => observed.remove(), 300_000);

it('has data in each panel, after a life with a rollout, errors and a sleep', async () => {
  await observed.deploy({ image });
  const client = await observed.client();
  await send(client, 40);
  await send(client, 5, Buffer.from('no photo'));
  await sendVerdict(client);
  await observed.asleep();
  // Another revision, which has to be woken, and refuses all.
  await observed.deploy({ image, env: { MAX_IN_FLIGHT_BYTES: '1' } });
  await send(client, 10);
  await observed.deploy({ image, env: { LOG_LEVEL: 'warn' } });
  // As long as cAdvisor, which is asked every half minute, needs for a rate.
  for (const endsAt = Date.now() + LIFE_MS; Date.now() < endsAt; await pause(1000)) await send(client, 3);
  const { code, stdout, stderr } = await withForward(stack, 'prometheus', (url) =>
    check(url.href, [
      '--minutes',
      String(MINUTES),
      '--without',
      'kube-state-metrics',
      '--service',
      installation.name,
    ]),
  );
  console.log(stdout);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  client.close();
}, 900_000);

import { describe, expect, it } from 'vitest';
import { MULTIPART, photoForm } from '../../harness/corpus/multipart.ts';
import { v2Hostile, v2Seeds } from '../../harness/corpus/v2.ts';
import { flat } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { sendAlmost } from './fuzz-server.ts';

const INFER = '/v2/models/cats-vs-dogs/infer';
const TIMEOUT_MS = 120_000;

const server = serverUnderTest({ LOG_LEVEL: 'warn' });

describe('messages that are almost right', () => {
  it(
    'are answered or refused, and leave nothing behind',
    async () => {
      const photo = await flat('png');
      const form = { path: '/predict', headers: { 'Content-Type': MULTIPART }, body: photoForm(photo) };
      const seeds = [...v2Seeds(photo).map((seed) => ({ path: INFER, ...seed })), form];
      const statuses = await sendAlmost(server, seeds);
      expect(statuses).toEqual(expect.arrayContaining([200, 400]));
      const metrics = await (await fetch(`${server.url}/metrics`)).text();
      expect(metrics).toMatch(/^predictions_in_flight 0$/m);
      expect(metrics).toMatch(/^prediction_body_bytes_in_flight 0$/m);
    },
    TIMEOUT_MS,
  );
});

describe('a message of 9 MB that is made to hurt', () => {
  it.each(v2Hostile)(
    'of %s is answered or refused, also three at once, in bounded memory',
    async (_, { headers, body }) => {
      const answers = await Promise.all([1, 2, 3].map(() => server.request('POST', INFER, headers, body)));
      for (const { status } of answers) expect([200, 400, 413]).toContain(status);
    },
    TIMEOUT_MS,
  );
});

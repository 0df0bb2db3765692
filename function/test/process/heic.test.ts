import { expect, it } from 'vitest';
import { BINARY } from '../../harness/corpus/events.ts';
import { drawnHeic } from '../../harness/corpus/heic.ts';
import { MULTIPART, multipart } from '../../harness/corpus/multipart.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { photoMessage } from '../../harness/v2-messages.ts';

const server = serverUnderTest();
const chelsea = drawnHeic('chelsea');
const heic = { 'content-type': 'image/heic' };

it('a HEIC photo gets the answer of the same JPEG, within 0.02', async () => {
  const [found, expected] = await Promise.all(
    [chelsea, CHELSEA_JPEG].map(async (photo) => JSON.parse((await server.predict(photo)).body.toString())),
  );
  expect(found.prediction).toBe(expected.prediction);
  expect(Math.abs(found.probability - expected.probability)).toBeLessThan(0.02);
});

it('a HEIC photo is answered in a batch, in an event, in v2 and with an explanation', async () => {
  const batch = multipart([{ name: 'file', filename: 'a.heic', data: chelsea }]);
  const { headers, body } = photoMessage(chelsea);
  const answers = await Promise.all([
    server.request('POST', '/predict/batch', { 'content-type': MULTIPART }, batch),
    server.request('POST', '/events', { ...BINARY, ...heic }, chelsea),
    server.request('POST', '/v2/models/cats-vs-dogs/infer', headers, body),
    server.request('POST', '/explain', { ...heic, accept: 'application/json' }, chelsea),
    server.request('POST', '/explain', { ...heic, accept: 'image/webp' }, chelsea),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const [inBatch, inEvent, inV2, inExplanation] = answers.map(({ body }) => body.toString('latin1'));
  for (const text of [inBatch, inEvent, inExplanation]) expect(text).toContain('"cat"');
  // A BYTES tensor: the length, then the text.
  expect(inV2).toContain('\x03\0\0\0cat');
});

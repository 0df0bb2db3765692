import { describe, expect, it } from 'vitest';
import { BINARY, eventSeeds } from '../../harness/corpus/events.ts';
import { BOUNDARY, MULTIPART, multipart, part } from '../../harness/corpus/multipart.ts';
import { CHELSEA_JPEG, flat } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { sendAlmost } from './fuzz-server.ts';

const TIMEOUT_MS = 120_000;
const BATCH = '/predict/batch';
const FORM = { 'Content-Type': MULTIPART };
const STRUCTURED = { 'Content-Type': 'application/cloudevents+json' };

const server = serverUnderTest({ LOG_LEVEL: 'warn' });
const png = await flat('png');
const photo = (data: Buffer | string) => ({ name: 'file', filename: 'a.jpg', data });
const forms = [multipart([photo(png), photo('no photo'), photo(png)]), multipart([photo(png)])];

/** Resolves when the server holds nothing any more. */
const allGivenBack = () =>
  expect
    .poll(async () => (await fetch(`${server.url}/metrics`)).text(), { timeout: 10_000 })
    .toMatch(/^predictions_in_flight 0$[\s\S]*^prediction_body_bytes_in_flight 0$/m);

it(
  'messages that are almost right are answered or refused, and leave nothing behind',
  async () => {
    const seeds = [
      ...forms.map((body) => ({ path: BATCH, headers: FORM as Record<string, string>, body })),
      ...forms.map((body) => ({ path: BATCH, headers: { ...FORM, Accept: 'application/x-ndjson' }, body })),
      ...eventSeeds(png).map((seed) => ({ path: '/events', ...seed })),
    ];
    const statuses = await sendAlmost(server, seeds);
    expect(statuses).toEqual(expect.arrayContaining([200, 400, 415]));
    await allGivenBack();
  },
  TIMEOUT_MS,
);

const MEGABYTES_9 = 9e6;
const nested = (open: string, bytes: number) => Buffer.alloc(bytes, open);
const padded = Buffer.concat([CHELSEA_JPEG, Buffer.alloc(MEGABYTES_9 - CHELSEA_JPEG.length)]);

describe('a message that is made to hurt is answered or refused, also three at once, in bounded memory', () => {
  it.each<[string, string, Record<string, string>, Buffer]>([
    ['a batch of boundaries', BATCH, FORM, Buffer.alloc(MEGABYTES_9, `--${BOUNDARY}\r\n`)],
    ['a batch of parts without end', BATCH, FORM, Buffer.alloc(MEGABYTES_9, part(photo('')))],
    ['a batch of line ends', BATCH, FORM, Buffer.alloc(MEGABYTES_9, '\r\n')],
    ['a batch of half boundaries', BATCH, FORM, Buffer.alloc(MEGABYTES_9, `\r\n--${BOUNDARY.slice(0, -1)}`)],
    ['a batch of fields', BATCH, FORM, Buffer.alloc(MEGABYTES_9, part({ name: 'file', data: 'x' }))],
    [
      'a header without end',
      BATCH,
      FORM,
      Buffer.concat([part(photo('')).subarray(0, 40), Buffer.alloc(MEGABYTES_9, 'x')]),
    ],
    ['six photos of 9 MB', BATCH, FORM, multipart(new Array(6).fill(photo(padded)))],
    ['five photos of 11 MB', BATCH, FORM, multipart(new Array(5).fill(photo(Buffer.alloc(11e6, 'x'))))],
    ['an event of brackets', '/events', STRUCTURED, nested('[', MEGABYTES_9)],
    ['an event of nested objects', '/events', STRUCTURED, nested('{"a":', MEGABYTES_9)],
    ['an event of attributes', '/events', STRUCTURED, manyAttributes(MEGABYTES_9)],
    ['an event of quotation marks', '/events', STRUCTURED, Buffer.alloc(MEGABYTES_9, '""')],
    ['an event of escapes', '/events', STRUCTURED, Buffer.alloc(MEGABYTES_9, '\\"')],
    ['an event of 9 MB of base64', '/events', STRUCTURED, base64Event(MEGABYTES_9)],
    ['an event of a long string', '/events', STRUCTURED, Buffer.from(`{"id":"${'x'.repeat(MEGABYTES_9)}"}`)],
    ['a photo of 9 MB', '/events', { ...BINARY, 'Content-Type': 'image/jpeg' }, padded],
  ])(
    '%s',
    async (_, path, headers, body) => {
      const answers = await Promise.all([1, 2, 3].map(() => server.request('POST', path, headers, body)));
      for (const { status } of answers) expect([200, 400, 413, 415, 503]).toContain(status);
      await allGivenBack();
    },
    TIMEOUT_MS,
  );
});

function manyAttributes(bytes: number): Buffer {
  const attributes = Array.from({ length: bytes / 20 }, (_, i) => `"a${i}":1`);
  return Buffer.from(`{"specversion":"1.0","id":"1","source":"/a","type":"t",${attributes.join()}}`);
}

function base64Event(bytes: number): Buffer {
  const base64 = padded.subarray(0, (bytes - 200) * 0.75).toString('base64');
  return Buffer.from(
    JSON.stringify({ specversion: '1.0', id: '1', source: '/a', type: 't', data_base64: base64 }),
  );
}

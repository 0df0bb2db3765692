import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventSeeds } from '../../harness/corpus/events.ts';
import { RequestError } from '../../src/errors.ts';
import { type PhotoEvent, readEvent } from '../../src/events/event-in.ts';
import { predictionEventHeaders } from '../../src/events/event-out.ts';
import { fuzzRuns, mutated } from '../helpers/mutations.ts';

const numRuns = fuzzRuns(5000);
const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function readOrRefused(headers: Record<string, string>, body: Buffer): PhotoEvent | undefined {
  try {
    return readEvent(lowerCase(headers), body);
  } catch (thrown) {
    // Anything else fails the test.
    if (thrown instanceof RequestError && thrown.status < 500) return undefined;
    throw thrown;
  }
}

/** Of a header: what is not text goes as JSON, for an object with a `toString` of its own has no other text. */
const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Fails unless the answer to an event can be sent as headers. */
function expectAnswerable(event: PhotoEvent): void {
  const headers = predictionEventHeaders(event, { model: { name: 'm', version: '1.0.0' } });
  for (const value of Object.values(headers)) expect(value).toMatch(/^[\x21-\x7e]+$/);
}

it('an event that is almost right is read or refused', () => {
  let read = 0;
  fc.assert(
    fc.property(mutated(eventSeeds(Buffer.from('a photo'))), ({ headers, body }) => {
      const event = readOrRefused(headers, body);
      if (event === undefined) return;
      read += 1;
      expectAnswerable(event);
    }),
    { numRuns },
  );
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(numRuns);
});

it('an event of any attributes is read or refused', () => {
  const name = fc.oneof(
    fc.constantFrom('id', 'source', 'type', 'specversion', 'time', 'subject', 'datacontenttype', '__proto__'),
    fc.string({ maxLength: 5 }),
  );
  const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('1.0', '/a', 'x'), fc.jsonValue());
  let read = 0;
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 4 }), fc.boolean(), (some, isBinary) => {
      const whole = { specversion: '1.0', id: '1', source: '/a', type: 't', ...some };
      const event = isBinary
        ? readOrRefused(
            Object.fromEntries(Object.entries(whole).map(([key, text]) => [`ce-${key}`, textOf(text)])),
            Buffer.from('a'),
          )
        : readOrRefused(
            { 'content-type': 'application/cloudevents+json' },
            Buffer.from(JSON.stringify({ ...whole, data_base64: 'YQ==' })),
          );
      if (event === undefined) return;
      read += 1;
      expectAnswerable(event);
    }),
    { numRuns },
  );
  expect(read).toBeGreaterThan(numRuns / 20);
  expect(read).toBeLessThan(numRuns);
});

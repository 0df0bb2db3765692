import { describe, expect, it } from 'vitest';
import { RequestError } from '../../src/errors.ts';
import { decodeInPlace, extractPhoto } from '../../src/events/extract-photo.ts';

const long = 'x'.repeat(5000);
const lift = (text: string) => extractPhoto(Buffer.from(text), 1000);

describe('extractPhoto', () => {
  it('takes the one long string out, and leaves the rest as it was', () => {
    const { json, photo, placeholder } = lift(`{"a": "\\"b\\\\", "data_base64" : "${long}", "c": [1, "ä"]}`);
    expect(JSON.parse(json.toString())).toEqual({ a: '"b\\', data_base64: placeholder, c: [1, 'ä'] });
    expect(photo?.toString()).toBe(long);
  });

  it('takes nothing out of a text without one', () => {
    expect(lift('{"a":"b"}')).toMatchObject({ json: Buffer.from('{"a":"b"}'), photo: undefined });
  });

  it.each([
    ['brackets', '['.repeat(2000)],
    ['short strings', '"a",'.repeat(500)],
    ['two long strings', `["${long}","${long}"]`],
    ['what stands behind a long string', `["${long}"${' '.repeat(1000)}]`],
  ])('refuses %s', (_, text) =>
    expect(() => lift(text)).toThrow(expect.objectContaining({ code: 'body_too_large' })),
  );

  it.each(['"', '{"a":"', `"${long}`, `"${long}\\"`, '\\"', '"\\'])('bears %j', (text) => {
    expect(() => lift(text)).not.toThrow();
  });
});

describe('decodeInPlace', () => {
  const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 251));

  it.each([0, 1, 2, 3, 4, 48 * 1024, 48 * 1024 - 1, 36_863, 36_864, 36_865, 200_000])(
    '%i bytes',
    (length) => {
      const some = bytes.subarray(0, length);
      const base64 = Buffer.from(some.toString('base64'));
      const decoded = decodeInPlace(base64);
      expect(decoded.equals(some)).toBe(true);
      expect(decoded.buffer).toBe(base64.buffer);
    },
  );

  it('as writers of JSON escape it', () => {
    const escaped = bytes.toString('base64').replaceAll('/', '\\/').replaceAll('+', '\\u002B');
    expect(escaped).toMatch(/\\\/.*\\u/);
    expect(decodeInPlace(Buffer.from(escaped)).equals(bytes)).toBe(true);
  });

  it.each(['&', 'ab=c', 'a b', 'abc\\n', 'abc\\', 'ä', `${'A'.repeat(48 * 1024 - 1)}=AAAA`])(
    'refuses %j',
    (text) => {
      expect(() => decodeInPlace(Buffer.from(text))).toThrow(RequestError);
    },
  );
});

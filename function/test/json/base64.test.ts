import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, decodeBase64InPlace } from '../../src/json/base64.ts';

const CHUNK_BYTES = 48 * 1024;
const inPlace = (text: string) => decodeBase64InPlace(Buffer.from(text, 'latin1'));
const ramp = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 7919) % 251));

const lengths = [0, 1, 2, 3, 4, 36_863, 36_864, 36_865, CHUNK_BYTES - 1, CHUNK_BYTES, 200_000];
const wrong = [
  '&',
  'a',
  'a b=',
  'ab=c',
  'YWJj\nYWJj',
  'data:image/png;base64,AAAA',
  'äöü',
  '====',
  'AA==AAAA',
  '\\',
];

describe('base64', () => {
  it.each(lengths)('of %i bytes is decoded, within its own memory where it is long', (length) => {
    const bytes = ramp(length);
    const text = Buffer.from(bytes.toString('base64'));
    expect(decodeBase64(text.toString())?.equals(bytes)).toBe(true);
    const decoded = decodeBase64InPlace(text);
    expect(decoded?.equals(bytes)).toBe(true);
    expect(decoded?.buffer).toBe(text.buffer);
  });

  it.each<[string, (character: string) => string]>([
    ['System.Text.Json', (character) => (character === '+' ? '\\u002B' : character)],
    ['Gson', (character) => (character === '=' ? '\\u003d' : character)],
    ['PHP', (character) => (character === '/' ? '\\/' : character)],
    ['a writer that escapes all', (character) => `\\u00${character.charCodeAt(0).toString(16)}`],
  ])('is decoded as %s escapes it', (_, escaped) => {
    // Escapes lie across the end of a chunk at every distance.
    for (const length of [50, 199_999, 200_000, 200_001, 200_002, 200_003]) {
      const bytes = ramp(length);
      const text = `${'A'.repeat(length % 7)}${bytes.toString('base64')}`;
      const escapedText = text.replace(/[+/=]/g, escaped);
      const expected = decodeBase64(text);
      const found = inPlace(escapedText);
      expect(found === undefined).toBe(expected === undefined);
      expect(Buffer.compare(found ?? Buffer.alloc(0), expected ?? Buffer.alloc(0))).toBe(0);
    }
    const all = [...ramp(90_000).toString('base64')].map(escaped).join('');
    expect(inPlace(all)?.equals(ramp(90_000))).toBe(true);
  });

  it('is decoded whatever it says, with escaped slashes and without padding too', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), fc.boolean(), (array, isEscaped, isPadded) => {
        let text = Buffer.from(array).toString('base64');
        if (!isPadded) text = text.replaceAll('=', '');
        expect([...decodeBase64(text)!]).toEqual([...array]);
        if (isEscaped) text = text.replaceAll('/', '\\/');
        expect([...inPlace(text)!]).toEqual([...array]);
      }),
    );
  });

  it.each(wrong)('is not %j', (text) => {
    expect([decodeBase64(text), inPlace(text)]).toEqual([undefined, undefined]);
  });

  it.each(['\\u0141AAA', '\\nAAA', 'abc\\', 'abc\\u00', '\\\\u0041AA', '\\u000041', 'AAA"'])(
    'is not %j, whatever the escapes stand for',
    (text) => {
      expect(inPlace(text)).toBeUndefined();
      expect(inPlace('A'.repeat(CHUNK_BYTES - 2) + text)).toBeUndefined();
    },
  );

  it('is no text with characters whose lower byte is a digit', () => {
    expect(decodeBase64('\u0141AAA')).toBeUndefined();
  });

  it('with padding in its midst is none, also between two chunks', () => {
    const chunk = ramp(CHUNK_BYTES - 2).toString('base64');
    expect(chunk).toMatch(/=$/);
    expect(inPlace(`${chunk}AAAA`)).toBeUndefined();
    expect(inPlace(`${'A'.repeat(CHUNK_BYTES - 1)}=AAAA`)).toBeUndefined();
  });
});

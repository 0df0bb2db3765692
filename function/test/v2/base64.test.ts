import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64InPlace } from '../../src/v2/base64.ts';

const decode = (text: string) => decodeBase64InPlace(Buffer.from(text, 'latin1'));

describe('base64', () => {
  it.each([0, 1, 2, 3, 49_151, 49_152, 49_153, 200_000])('of %i bytes is decoded', (length) => {
    const bytes = Buffer.from(Array.from({ length }, (_, i) => (i * 31) % 251));
    expect(decode(bytes.toString('base64')).equals(bytes)).toBe(true);
  });

  it('is decoded whatever it says, with escaped slashes and without padding too', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.boolean(), fc.boolean(), (array, isEscaped, isPadded) => {
        let text = Buffer.from(array).toString('base64');
        if (isEscaped) text = text.replaceAll('/', '\\/');
        if (!isPadded) text = text.replaceAll('=', '');
        expect([...decode(text)]).toEqual([...array]);
      }),
    );
  });

  it.each([
    'a b=',
    'YWJj\nYWJj',
    'data:image/png;base64,AAAA',
    '\\u0041AAA',
    'äöü',
    '====',
    'AA==AAAA',
    '\\',
  ])('is not %j', (text) => {
    expect(() => decode(text)).toThrow('not base64');
  });

  it('with padding in its midst is none, also between two chunks', () => {
    const chunk = Buffer.alloc(49_151).toString('base64');
    expect(() => decode(`${chunk}AAAA`)).toThrow('not base64');
  });
});

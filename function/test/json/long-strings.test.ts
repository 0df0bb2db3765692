import { describe, expect, it } from 'vitest';
import { extractLongStrings } from '../../src/json/long-strings.ts';

const long = 'x'.repeat(5000);
const LIMITS = { bytes: 1000, elements: 100, stringsAndObjects: 50 };

function extract(text: string, limits = LIMITS): { json: string; longStrings: string[] } | undefined {
  const extracted = extractLongStrings(Buffer.from(text), limits);
  if (extracted === undefined) return undefined;
  return { json: extracted.json, longStrings: [...extracted.longStrings.values()].map(String) };
}

describe('the long strings of a text in JSON', () => {
  it('are taken out, and a name is left in the place of each', () => {
    const other = `${long}\\"\\\\`;
    const { json, longStrings } = extract(`{"a": "\\"b\\\\", "c" : "${long}", "d": ["${other}", "ä"]}`)!;
    expect(JSON.parse(json)).toEqual({ a: '"b\\', c: '(long string 1)', d: ['(long string 2)', 'ä'] });
    expect(longStrings).toEqual([long, other]);
  });

  it('are those of more than 4096 bytes', () => {
    const text = `["${'x'.repeat(4096)}"]`;
    expect(extract(text, { ...LIMITS, bytes: 5000 })).toEqual({ json: text, longStrings: [] });
    expect(extract(`["${'x'.repeat(4097)}"]`)?.json).toBe('["(long string 1)"]');
  });

  it.each([
    ['brackets', '['.repeat(101)],
    ['objects and strings', '{""'.repeat(26)],
    ['braces', '{'.repeat(51)],
    ['commas', '0,'.repeat(101)],
    ['empty strings', '""'.repeat(51)],
    ['short strings', '"a",'.repeat(51)],
    ['bytes', ' '.repeat(1001)],
    ['bytes behind a long string', `["${long}"${' '.repeat(1000)}]`],
    ['bytes before a long string', `[${' '.repeat(1000)}"${long}"]`],
    ['digits', '1'.repeat(1001)],
    ['long strings', `"${long}",`.repeat(51)],
  ])('are not looked for in a text with too many %s', (_, text) => {
    expect(extract(text)).toBeUndefined();
  });

  it('may hold what counts outside of them', () => {
    expect(extract(`["${'[,{'.repeat(5000)}"]`)?.json).toBe('["(long string 1)"]');
    expect(extract(`["${'[,{'.repeat(300)}"]`)?.longStrings).toEqual([]);
  });

  it.each(['', '"', '{"a":"', `"${long}`, `"${long}\\"`, '\\"', '"\\'])(
    'are sought in %j without an error',
    (text) => {
      expect(() => JSON.parse(extract(`[${text}`)!.json)).toThrow(SyntaxError);
    },
  );
});

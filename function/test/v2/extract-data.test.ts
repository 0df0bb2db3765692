import { describe, expect, it } from 'vitest';
import { extractData } from '../../src/v2/extract-data.ts';

function lift(text: string): { envelope: unknown; data: string[] } {
  const { envelope, spans } = extractData(Buffer.from(text));
  return { envelope: JSON.parse(envelope), data: spans.map(({ start, end }) => text.slice(start, end)) };
}

describe('the data of the tensors', () => {
  it('is lifted out of each input, and a number left in its place', () => {
    expect(lift('{"id":"a","inputs":[{"data":[1,[2]],"name":"x"},{"data" : ["]", "\\"]"]}]}')).toEqual({
      envelope: { id: 'a', inputs: [{ data: [0], name: 'x' }, { data: [1] }] },
      data: ['[1,[2]]', '["]", "\\"]"]'],
    });
  });

  it('is found by its name however that is written', () => {
    expect(lift('{"in\\u0070uts":[{"d\\u0061ta":[9]}]}')).toEqual({
      envelope: { inputs: [{ data: [0] }] },
      data: ['[9]'],
    });
  });

  it.each([
    '{"data":[1]}',
    '{"outputs":[{"data":[1]}]}',
    '{"inputs":[{"parameters":{"data":[1]}}]}',
    '{"inputs":[{"name":"data"},[1]]}',
    '{"inputs":{"data":[1]}}',
    '{"id":"\\"inputs\\":[{\\"data\\":[1]}]"}',
    '{"inputs":[{"data":{"a":[1]}}]}',
    '{"inputs":[{"data":1}]}',
    '[{"inputs":[{"data":[1]}]}]',
  ])('is not what only looks like it: %s', (text) => {
    expect(lift(text)).toEqual({ envelope: JSON.parse(text), data: [] });
  });

  it('may be of any size, and what is beside it may not', () => {
    const data = `[${'1,'.repeat(100_000)}1]`;
    expect(lift(`{"inputs":[{"data":${data}}]}`).data).toEqual([data]);
    const much = '[],'.repeat(30_000);
    expect(() => lift(`{"inputs":[{"data":[1]}],"more":[${much}[]]}`)).toThrow('at most 65536 bytes');
    expect(() => lift('['.repeat(100_000))).toThrow('at most 65536 bytes');
    expect(() => lift(`{"id":"${'x'.repeat(70_000)}"}`)).toThrow('at most 65536 bytes');
  });
});

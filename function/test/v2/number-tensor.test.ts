import { describe, expect, it } from 'vitest';
import { nested } from '../../harness/v2-messages.ts';
import { RequestError } from '../../src/errors.ts';
import { readNumbers } from '../../src/v2/number-tensor.ts';

function read(text: string, shape: readonly number[]): number[] {
  const found: number[] = [];
  readNumbers(JSON.parse(text) as unknown[], shape, (value) => {
    found.push(value);
    return 0;
  });
  return found;
}

describe('the numbers of a tensor', () => {
  it.each([
    '0',
    '-0',
    '7',
    '-12.5',
    '0.1',
    '1e3',
    '1E+3',
    '25e-2',
    '0.30000001192092896',
    '123456789012345678901234567890',
    '4.9e-324',
    '1e400',
    '-1e400',
  ])('%s is read as by JSON.parse', (text) => {
    expect(read(`[${text}]`, [1, 1])).toEqual([JSON.parse(text)]);
  });

  it('are read in their order, flat and nested', () => {
    const values = Array.from({ length: 24 }, (_, i) => i / 7 - 1);
    for (const shape of [[24], [2, 12], [2, 3, 4], [1, 2, 3, 4], [24, 1, 1, 1]]) {
      expect(read(JSON.stringify(values), shape)).toEqual(values);
      expect(read(JSON.stringify(nested(values, shape)), shape)).toEqual(values);
    }
  });

  it.each([
    '[]',
    '[true]',
    '["1"]',
    '[null]',
    '[[]]',
    '[{"a":1}]',
    '[[[1]]]',
    '[[1],[1]]',
    '[1,[1]]',
    '[1,1]',
    '[[1,1]]',
  ])('%s is refused', (text) => {
    expect(() => read(text, [1, 1])).toThrow(RequestError);
  });

  it('are not read where there are not as many as the shape says', () => {
    expect(() => read('[1,2,3]', [1e9, 1e9])).toThrow('must be 1000000000000000000 numbers');
    expect(() => read('[[1,2,3]]', [1, 4])).toThrow('nested as the shape [1, 4] is');
  });
});

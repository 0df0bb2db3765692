import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nested } from '../../harness/v2-messages.ts';
import { RequestError } from '../../src/errors.ts';
import { readNumbers } from '../../src/v2/number-tensor.ts';

function read(text: string, shape: readonly number[]): number[] {
  const json = Buffer.from(text);
  const found: number[] = [];
  readNumbers(json, { start: 0, end: json.length }, shape, (value) => {
    found.push(value);
    return 0;
  });
  return found;
}

/** Of what a double has, the last two digits may differ. */
function expectNearly(found: number, expected: number): void {
  if (!Number.isFinite(expected)) expect(found).toBe(expected);
  else expect(Math.abs(found - expected)).toBeLessThanOrEqual(Math.max(Math.abs(expected) * 1e-13, 1e-300));
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
    '0.00000000000000000000001',
    '4.9e-324',
    '1e400',
    '-1e400',
    '0e999999',
    '0.0000000000000000000000000000000000000000000001e46',
  ])('%s is read as by JSON.parse, but for its last digits', (text) => {
    expectNearly(read(`[${text}]`, [1, 1])[0]!, JSON.parse(text) as number);
  });

  it('are the numbers that JSON.parse reads, whatever their form and spacing', () => {
    const number = fc.oneof(fc.integer(), fc.float({ noNaN: true, noDefaultInfinity: true }));
    const spaces = fc.constantFrom('', ' ', '\n', '\t \r\n');
    fc.assert(
      fc.property(
        fc.array(number, { minLength: 6, maxLength: 6 }),
        spaces,
        fc.boolean(),
        (values, space, flat) => {
          const data = flat ? values : nested(values, [1, 2, 3]);
          const text = JSON.stringify(data).replaceAll(/[,[\]]/g, (sign) => `${space}${sign}${space}`);
          const found = read(text, [1, 2, 3]);
          for (const [i, value] of values.entries()) {
            const difference = Math.abs(found[i]! - value);
            expect(difference <= Math.abs(value) * 1e-13, `${found[i]} for ${value}`).toBe(true);
          }
        },
      ),
    );
  });

  it.each([
    '[01]',
    '[+1]',
    '[.5]',
    '[1.]',
    '[1e]',
    '[1e+]',
    '[-]',
    '[--1]',
    '[0x1]',
    '[NaN]',
    '[Infinity]',
    '[true]',
    '["1"]',
    '[1 2]',
    '[1,]',
    '[,1]',
    '[]',
    '[[]]',
    '[{"a":1}]',
    '[[[1]]]',
  ])('%s is refused', (text) => {
    expect(() => read(text, [1, 1])).toThrow(RequestError);
  });

  it('are not read where there cannot be as many as the shape says', () => {
    expect(() => read('[1,2,3]', [1e9, 1e9])).toThrow('fewer numbers than');
  });
});

import { expect, it } from 'vitest';
import { plural } from '../plural.ts';

it.each([
  [0, '0 files'],
  [1, '1 file'],
  [2, '2 files'],
])('%i', (count, text) => expect(plural(count, 'file')).toBe(text));

it('knows words with another plural', () => {
  expect(plural(1, 'query has', 'queries have')).toBe('1 query has');
  expect(plural(2, 'query has', 'queries have')).toBe('2 queries have');
});

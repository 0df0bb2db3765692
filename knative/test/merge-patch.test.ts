import { describe, expect, it } from 'vitest';
import { mergePatch, sameJson } from '../service/merge-patch.ts';

describe('mergePatch', () => {
  it.each([
    ['nothing to do', { a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }, {}],
    ['a new key', { a: 1 }, { a: 1, b: 2 }, { b: 2 }],
    ['a changed key', { a: { b: 1, c: 2 } }, { a: { b: 3, c: 2 } }, { a: { b: 3 } }],
    ['a key that goes', { a: { b: 1, c: 2 } }, { a: { c: 2 } }, { a: { b: null } }],
    ['a list, as a whole', { a: [{ b: 1 }, 2] }, { a: [{ b: 1 }] }, { a: [{ b: 1 }] }],
    ['an object in the place of a value', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    ['a new object', {}, { a: { b: 2 } }, { a: { b: 2 } }],
  ])('says %s', (_, from, to, patch) => {
    expect(mergePatch(from, to)).toEqual(patch);
  });
});

describe('sameJson', () => {
  it('is blind to the order of keys, and to nothing else', () => {
    expect(sameJson({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toBe(true);
    expect(sameJson([1, 2], [2, 1])).toBe(false);
    expect(sameJson({ a: '1' }, { a: 1 })).toBe(false);
    expect(sameJson(undefined, {})).toBe(false);
  });
});

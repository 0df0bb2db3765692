import { describe, expect, it } from 'vitest';
import { BodyBuffers } from '../src/body-buffers.ts';

const MEBIBYTE = 2 ** 20;

describe('BodyBuffers', () => {
  it('uses the memory of a large body again', () => {
    const buffers = new BodyBuffers(10 * MEBIBYTE, 48 * MEBIBYTE);
    const first = buffers.take(9 * MEBIBYTE);
    expect(first.length).toBe(10 * MEBIBYTE);
    buffers.give(first);
    // Compared here, for the matcher would print ten megabytes.
    expect(buffers.take(2 * MEBIBYTE) === first).toBe(true);
    expect(buffers.take(2 * MEBIBYTE) === first).toBe(false);
  });

  it('keeps no more than may be held, and nothing small', () => {
    const buffers = new BodyBuffers(10 * MEBIBYTE, 25 * MEBIBYTE);
    const large = [1, 2, 3].map(() => buffers.take(MEBIBYTE));
    const small = buffers.take(1000);
    expect(small.length).toBe(1000);
    for (const buffer of [...large, small]) buffers.give(buffer);
    const again = [1, 2, 3].map(() => buffers.take(MEBIBYTE));
    expect(again.filter((buffer) => large.includes(buffer))).toHaveLength(2);
    expect(buffers.take(1000) === small).toBe(false);
  });
});

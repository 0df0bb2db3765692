import { describe, expect, it } from 'vitest';
import { checkLimits } from '../../src/image/limits.ts';

const limits = { maxPixels: 50_000_000, maxDecodeBytes: 128 * 2 ** 20 };
const photo = { width: 4000, height: 3000, decodeBytes: 0, frames: 1, strips: 1, codedPixels: 0, scans: 1 };

describe('checkLimits', () => {
  it.each([
    ['a phone photo', {}],
    ['50 megapixels', { width: 10_000, height: 5000 }],
    ['a panorama', { width: 16_000, height: 3000 }],
    ['a progressive photo', { scans: 10, decodeBytes: 36_000_000 }],
  ])('lets %s pass', (_, changes) => {
    expect(() => checkLimits({ ...photo, ...changes }, limits)).not.toThrow();
  });

  it.each([
    ['a pixel more than 50 megapixels', { width: 50_000_001, height: 1 }],
    ['one row too many', { width: 10_000, height: 5001 }],
    ['an absurd side', { width: 40_000, height: 1 }],
    ['too many frames', { frames: 1001 }],
    ['too many strips', { strips: 65_537 }],
    ['tiles that are used too often', { codedPixels: 64_000_001 }],
    ['too many scans for its size', { scans: 54 }],
    ['more memory than decodes may take', { decodeBytes: 128 * 2 ** 20 + 1 }],
  ])('refuses %s', (_, changes) => {
    expect(() => checkLimits({ ...photo, ...changes }, limits)).toThrow(
      expect.objectContaining({ code: 'image_too_large' }),
    );
  });

  it('calls a picture without pixels corrupt', () => {
    expect(() => checkLimits({ ...photo, height: 0 }, limits)).toThrow(
      expect.objectContaining({ code: 'image_corrupt' }),
    );
  });
});

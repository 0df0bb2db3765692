import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { JPEG_MARKER, jpegSegments } from '../../harness/corpus/jpeg.ts';
import { drawing, meanDifference } from '../../harness/pictures.ts';
import { coarseJpeg } from '../../src/image/containers/coarse-jpeg.ts';

const WIDTH = 1203;
const HEIGHT = 805;
const picture = await drawing(WIDTH, HEIGHT).png().toBuffer();
const progressive = (options: object = {}) =>
  sharp(picture)
    .jpeg({ progressive: true, ...options })
    .toBuffer();

/** The picture at an eighth of its size. */
const shrunk = (jpeg: Buffer) =>
  sharp(jpeg)
    .resize(100, 67, { fit: 'fill', kernel: 'linear' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer();

const scansOf = (jpeg: Buffer) =>
  jpegSegments(jpeg).filter(({ marker }) => marker === JPEG_MARKER.startOfScan);

describe('coarseJpeg', () => {
  it.each([
    ['4:2:0', {}],
    ['4:4:4', { chromaSubsampling: '4:4:4' }],
    ['of low quality', { quality: 20 }],
    ['of high quality', { quality: 99 }],
    ['with its quantisation optimised', { trellisQuantisation: true, overshootDeringing: true }],
  ])('keeps the shrunk picture, %s', async (_, options) => {
    const jpeg = await progressive(options);
    const { bytes, isDamaged } = coarseJpeg(jpeg);
    expect(isDamaged).toBe(false);
    expect(await sharp(bytes).metadata()).toMatchObject({
      width: WIDTH,
      height: HEIGHT,
      isProgressive: false,
    });
    expect(scansOf(jpeg).length).toBeGreaterThan(1);
    expect(meanDifference(await shrunk(bytes), await shrunk(jpeg))).toBeLessThan(1);
  });

  it('keeps grey tones and ink', async () => {
    const grey = await sharp(picture).toColourspace('b-w').jpeg({ progressive: true }).toBuffer();
    const ink = await sharp(picture).toColourspace('cmyk').jpeg({ progressive: true }).toBuffer();
    for (const [jpeg, channels] of [
      [grey, 1],
      [ink, 4],
    ] as const) {
      const { bytes } = coarseJpeg(jpeg);
      expect((await sharp(bytes).metadata()).channels).toBe(channels);
      expect(meanDifference(await shrunk(bytes), await shrunk(jpeg))).toBeLessThan(1);
    }
  });

  it('keeps a colour profile', async () => {
    const jpeg = await sharp(picture).withIccProfile('p3').jpeg({ progressive: true }).toBuffer();
    const { icc } = await sharp(coarseJpeg(jpeg).bytes).metadata();
    expect(icc).toEqual((await sharp(jpeg).metadata()).icc);
  });

  it('needs no detail, and says whether means are missing', async () => {
    const jpeg = await progressive();
    const [first] = scansOf(jpeg);
    const firstScan = coarseJpeg(jpeg.subarray(0, first!.end));
    expect(firstScan.isDamaged).toBe(false);
    expect(meanDifference(await shrunk(firstScan.bytes), await shrunk(jpeg))).toBeLessThan(2);
    const cut = (share: number) => jpeg.subarray(0, first!.start + (first!.end - first!.start) * share);
    expect(coarseJpeg(cut(0.98)).isDamaged).toBe(true);
    expect(() => coarseJpeg(cut(0.9))).toThrow(RangeError);
  });

  it('refuses scans that come twice or that bring nothing', async () => {
    const jpeg = await progressive();
    const [first] = scansOf(jpeg);
    const scan = jpeg.subarray(first!.start, first!.end);
    const twice = Buffer.concat([jpeg.subarray(0, first!.end), scan, jpeg.subarray(first!.end)]);
    expect(() => coarseJpeg(twice)).toThrow(RangeError);
    expect(() => coarseJpeg(jpeg.subarray(0, first!.start))).toThrow(RangeError);
  });
});

import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { JPEG_MARKER, jpegSegments } from '../../harness/corpus/jpeg.ts';
import { CHELSEA_JPEG, CHELSEA_PNG } from '../../harness/photos.ts';
import { expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { fileOf, type Picture } from '../limits/picture.ts';

const server = serverUnderTest();

async function answerTo(photo: Buffer) {
  const { status, body } = await server.predict(photo);
  expect(`${status} ${body.toString()}`).toMatch(/^200 /);
  return JSON.parse(body.toString());
}

const enlarged = (width: number, height: number): Sharp =>
  sharp(CHELSEA_PNG).resize(width, height, { fit: 'fill' });
const progressive = { progressive: true };

// At the default limits, as function/README.md states them. Black pictures take the memory of any.
describe('the largest picture of a format is answered', () => {
  const SIDES = { width: 9230, height: 6930 };
  it.each<[string, Picture]>([
    ['JPEG of 64 megapixels', { format: 'jpeg', ...SIDES }],
    ['progressive JPEG of 64 megapixels', { format: 'jpeg', ...SIDES, isVariant: true }],
    ['PNG of 64 megapixels', { format: 'png', ...SIDES }],
    ['interlaced PNG of 17.5 megapixels', { format: 'png', width: 4840, height: 3630, isVariant: true }],
    ['WebP of 64 megapixels', { format: 'webp', ...SIDES }],
    ['lossless WebP of 15.5 megapixels', { format: 'webp', width: 4550, height: 3410, isVariant: true }],
    ['GIF of 11 megapixels', { format: 'gif', width: 3840, height: 2880 }],
    ['AVIF of 3.3 megapixels', { format: 'avif', width: 2100, height: 1580 }],
    [
      'TIFF of 64 megapixels in one strip',
      { format: 'tiff', ...SIDES, tiff: { compression: 8, rowsPerStrip: SIDES.height } },
    ],
  ])('%s', async (_, picture) => {
    await answerTo(await fileOf(picture));
  });

  it('has the answer of the baseline JPEG when it is progressive', async () => {
    const pixels = await enlarged(4032, 3024).png({ compressionLevel: 1 }).toBuffer();
    const [first, second] = await Promise.all([
      answerTo(await sharp(pixels).jpeg().toBuffer()),
      answerTo(await sharp(pixels).jpeg(progressive).toBuffer()),
    ]);
    expect(second.prediction).toBe(first.prediction);
    expect(Math.abs(second.probability - first.probability)).toBeLessThan(0.01);
  });

  it('that takes too much memory is refused with the numbers', async () => {
    const large = await fileOf({ format: 'avif', width: 4032, height: 3024, isClaimed: true });
    const detail = expectProblem(await server.predict(large), 422, 'image_too_large');
    expect(detail).toMatch(/takes \d+ MB of memory to decode; at most \d+ MB are accepted/);
  });
});

describe('a damaged photo', () => {
  const scan = jpegSegments(CHELSEA_JPEG).find(({ marker }) => marker === JPEG_MARKER.startOfScan)!;

  it('without its end is answered, since all pixels are there', async () => {
    const large = await enlarged(1200, 900).jpeg().toBuffer();
    for (const photo of [CHELSEA_JPEG, large]) {
      expect(await answerTo(photo)).not.toHaveProperty('warnings');
      expect(await answerTo(photo.subarray(0, -2))).not.toHaveProperty('warnings');
    }
  });

  it.each([0.3, 0.6])(
    'whose data are zeros from %d on is answered with a warning, and needs a review',
    async (from) => {
      const photo = Buffer.from(CHELSEA_JPEG);
      const bytes = scan.end - scan.start;
      photo.fill(0, scan.start + Math.floor(bytes * from), scan.start + Math.floor(bytes * 0.9));
      expect(await answerTo(photo)).toMatchObject({ warnings: ['damaged'], needs_review: true });
    },
  );

  it('in tiles that are missing is refused', async () => {
    const tiles = await sharp(CHELSEA_PNG)
      .tiff({ compression: 'deflate', tile: true, tileWidth: 64, tileHeight: 64 })
      .toBuffer();
    expect((await answerTo(tiles)).prediction).toBe('cat');
    const damaged = Buffer.from(tiles);
    damaged.fill(0, Math.floor(tiles.length * 0.3), Math.floor(tiles.length * 0.6));
    expectProblem(await server.predict(damaged), 422, 'image_corrupt');
  });

  it('that is a TIFF of a compression that is not read is refused by its name', async () => {
    const tiff = await sharp(CHELSEA_PNG).tiff({ compression: 'lzw', tile: true }).toBuffer();
    // The entry of the tag: compression (259), a SHORT, once, 5.
    const at = tiff.indexOf(Buffer.from('030103000100000005000000', 'hex'));
    expect(at).toBeGreaterThan(0);
    tiff.writeUInt16LE(50_000, at + 8);
    const detail = expectProblem(await server.predict(tiff), 422, 'image_corrupt');
    expect(detail).toMatch(/compression 50000.*LZW or deflate/);
  });
});

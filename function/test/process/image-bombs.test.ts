import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { gif, gifOfComments } from '../../harness/corpus/gif.ts';
import { avifClaiming } from '../../harness/corpus/isobmff.ts';
import { jpegClaiming, jpegRepeatingLastScan } from '../../harness/corpus/jpeg.ts';
import {
  blackPng,
  deflatedZeros,
  iccProfileBomb,
  PNG_COLOUR,
  pngWith,
  textBomb,
} from '../../harness/corpus/png.ts';
import {
  greyTiffEntries,
  TIFF_COMPRESSION,
  TIFF_TAG,
  type TiffEntry,
  tiff,
  tiffOfPages,
  tiffOfStrips,
} from '../../harness/corpus/tiff.ts';
import { losslessHeader, pictureChunk, webp, webpAnimation, webpCanvas } from '../../harness/corpus/webp.ts';
import { flat, flatOfSize } from '../../harness/photos.ts';
import { expectNoInsides, expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const server = serverUnderTest();

const jpeg = await flat('jpeg');
const progressive = await flat('jpeg', { progressive: true });
const progressiveFourMegapixels = await flatOfSize(2_000, 2_000).jpeg({ progressive: true }).toBuffer();
const avif = await flat('avif', { effort: 0 });
const dot = pictureChunk(await flatOfSize(1, 1).webp({ lossless: true }).toBuffer());

/** A TIFF of one deflated strip, which a decoder holds as a whole. */
function tiffOfOneStrip(width: number, height: number): Buffer {
  const pixels = deflateSync(Buffer.alloc(width * height), { level: 1 });
  const strip = {
    rowsPerStrip: height,
    offsets: [8],
    byteCounts: [pixels.length],
    compression: TIFF_COMPRESSION.deflate,
  };
  return tiff(pixels, [greyTiffEntries(width, height, strip)]);
}

const dotStrip = { rowsPerStrip: 1, offsets: [8], byteCounts: [1] };

/** A picture of 64 x 64 pixels that says to be made of tiles of the given size. */
function tiffOfTiles(tileWidth: number, tileLength: number): Buffer {
  const entries: TiffEntry[] = greyTiffEntries(64, 64, dotStrip).filter(
    ({ tag }) =>
      tag !== TIFF_TAG.stripOffsets && tag !== TIFF_TAG.rowsPerStrip && tag !== TIFF_TAG.stripByteCounts,
  );
  const tiles = [
    { tag: TIFF_TAG.tileWidth, values: [tileWidth] },
    { tag: TIFF_TAG.tileLength, values: [tileLength] },
    { tag: TIFF_TAG.tileOffsets, values: [8] },
    { tag: TIFF_TAG.tileByteCounts, values: [64] },
  ];
  return tiff(Buffer.alloc(64), [[...entries, ...tiles]]);
}

describe('a bomb is refused with 422 before it is decoded', () => {
  it.each([
    ['PNG of 30,000 x 30,000', pngWith({ width: 30_000, height: 30_000 }, Buffer.alloc(10))],
    ['PNG of 2,147,483,647 x 1', pngWith({ width: 2_147_483_647, height: 1 }, Buffer.alloc(10))],
    [
      'PNG of 2,147,483,647 x 2,147,483,647',
      pngWith({ width: 2_147_483_647, height: 2_147_483_647 }, Buffer.alloc(10)),
    ],
    ['PNG of one row of 49 million', blackPng({ width: 49_000_000, height: 1, colourType: PNG_COLOUR.grey })],
    [
      'PNG of one column of 4 million',
      blackPng({ width: 1, height: 4_000_000, colourType: PNG_COLOUR.grey }),
    ],
    ['PNG of 65 megapixels', blackPng({ width: 8_100, height: 8_100, colourType: PNG_COLOUR.grey })],
    ['interlaced PNG of 49 megapixels', blackPng({ width: 7_000, height: 7_000, interlaced: true })],
    ['JPEG of 65,500 x 65,500', jpegClaiming(jpeg, 65_500, 65_500)],
    ['JPEG of 65,500 x 1', jpegClaiming(jpeg, 65_500, 1)],
    ['progressive JPEG of 65,500 x 65,500', jpegClaiming(progressive, 65_500, 65_500)],
    ['progressive JPEG of 49 megapixels, which is held as a whole', jpegClaiming(progressive, 32_000, 1_530)],
    ['progressive JPEG of ten thousand scans', jpegRepeatingLastScan(progressiveFourMegapixels, 10_000)],
    ['GIF of 65,535 x 65,535', gif({ width: 65_535, height: 65_535 })],
    [
      'GIF of 40 megapixels, which is held as a whole',
      gif({ width: 8_000, height: 5_000, frameWidth: 8_000, frameHeight: 5_000 }),
    ],
    ['GIF of 100,000 frames', gif({ width: 1, height: 1, frames: 100_000 })],
    [
      'GIF of a small screen with a frame of 60,000 x 60,000',
      gif({ width: 8, height: 8, frameWidth: 60_000, frameHeight: 60_000 }),
    ],
    ['WebP with a canvas of 16,777,216 x 255', webp([webpCanvas(16_777_216, 255), dot])],
    ['WebP of 16,384 x 16,384', webp([losslessHeader(16_384, 16_384)])],
    ['WebP of 49 megapixels, which is held as a whole', webp([losslessHeader(7_000, 7_000)])],
    ['WebP of 50,000 frames', webpAnimation(1, 1, 50_000, dot)],
    ['AVIF of 60,000 x 60,000', avifClaiming(avif, 60_000, 60_000)],
    ['AVIF of 49 megapixels, which is held as a whole', avifClaiming(avif, 7_000, 7_000)],
    ['TIFF of a million strips', tiffOfStrips(1_000_000)],
    ['TIFF of 80,000 pages', tiffOfPages(80_000)],
    ['TIFF of 4,294,967,295 x 1', tiff(Buffer.alloc(2), [greyTiffEntries(4_294_967_295, 1, dotStrip)])],
    [
      'TIFF of 4,294,967,295 x 4,294,967,295',
      tiff(Buffer.alloc(2), [greyTiffEntries(4_294_967_295, 4_294_967_295, dotStrip)]),
    ],
    ['TIFF of one strip of 400 megapixels', tiffOfOneStrip(20_000, 20_000)],
  ])('%s', async (_, photo) => {
    expect(photo.length).toBeLessThanOrEqual(10 * 1024 * 1024);
    expectProblem(await server.predict(photo), 422, 'image_too_large');
  });
});

describe('a picture that is odd but small in memory is answered, or refused with 422', () => {
  const twoEntries: TiffEntry[] = [
    ...greyTiffEntries(8, 8, { rowsPerStrip: 8, offsets: [8], byteCounts: [64] }).filter(
      ({ tag }) => tag !== TIFF_TAG.bitsPerSample,
    ),
    { tag: TIFF_TAG.bitsPerSample, count: 4_000_000_000, offset: 8 },
  ];
  it.each([
    ['black PNG of 49 megapixels', blackPng({ width: 7_000, height: 7_000 })],
    [
      'black PNG of 49 megapixels in 16 bit with alpha',
      blackPng({ width: 7_000, height: 7_000, bitDepth: 16, colourType: PNG_COLOUR.rgba }),
    ],
    [
      'PNG whose data inflate to 200 MB more than its size',
      pngWith({ width: 16, height: 16 }, deflatedZeros(200e6)),
    ],
    [
      'PNG with a colour profile that inflates to 200 MB',
      blackPng({ width: 16, height: 16 }, [iccProfileBomb(200e6)]),
    ],
    ['PNG with a text that inflates to 200 MB', blackPng({ width: 16, height: 16 }, [textBomb(200e6)])],
    [
      'PNG with a thousand texts that inflate to 1 MB each',
      blackPng({ width: 16, height: 16 }, new Array<Buffer>(1000).fill(textBomb(1e6))),
    ],
    ['JPEG of 49 megapixels with data for 256 pixels', jpegClaiming(jpeg, 7_000, 7_000)],
    ['GIF of eight megabytes of comments', gifOfComments(8e6)],
    ['TIFF whose pages are a circle', tiff(Buffer.alloc(2), [greyTiffEntries(1, 1, dotStrip)], 'first')],
    ['TIFF of one deflated strip of 49 megapixels', tiffOfOneStrip(7_000, 7_000)],
    ['TIFF of four billion samples a pixel', tiff(Buffer.alloc(64), [twoEntries])],
    ['TIFF of one tile of 65,536 x 65,536', tiffOfTiles(65_536, 65_536)],
    ['TIFF of one tile of 16,384 x 16,384', tiffOfTiles(16_384, 16_384)],
    ['TIFF of a tile without a size', tiffOfTiles(0, 0)],
  ])('%s', async (_, photo) => {
    expect(photo.length).toBeLessThanOrEqual(10 * 1024 * 1024);
    const answer = await server.predict(photo);
    expect(`${answer.status} ${answer.body.toString()}`).toMatch(/^(200 .*"prediction"|422 )/);
    expectNoInsides(answer);
  });
});

describe('bombs that come together', () => {
  it('eight large pictures at once wait for memory instead of taking it', async () => {
    const large = await flatOfSize(4_000, 3_000).jpeg({ progressive: true }).toBuffer();
    const answers = await Promise.all(Array.from({ length: 8 }, () => server.predict(large)));
    for (const answer of answers) expect([200, 503]).toContain(answer.status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
  });
});

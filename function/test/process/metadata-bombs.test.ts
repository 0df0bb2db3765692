import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { exifBomb } from '../../harness/corpus/exif.ts';
import { avifOfSharedItems, avifOfTile } from '../../harness/corpus/isobmff.ts';
import {
  exifSegment,
  iccSegment,
  JPEG_MARKER,
  jpegClaiming,
  jpegSegment,
  jpegWithSegments,
} from '../../harness/corpus/jpeg.ts';
import { blackPng, textBomb } from '../../harness/corpus/png.ts';
import {
  greyTiffEntries,
  TIFF_COMPRESSION,
  TIFF_TAG,
  TIFF_TYPE,
  type TiffEntry,
  tiff,
} from '../../harness/corpus/tiff.ts';
import { webpWithChunk } from '../../harness/corpus/webp.ts';
import { flat, flatOfSize } from '../../harness/photos.ts';
import { expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const server = serverUnderTest();
const jpeg = await flat('jpeg');
const avif = await flat('avif', { effort: 0 });

const SIDE = 7_000;

/** A TIFF of one strip of 49 megapixels behind the number 7,000 in 64 bits, whose tags are changed. */
function tiffOfTwoSizes(change: (entry: TiffEntry) => TiffEntry[]): Buffer {
  const side = Buffer.alloc(8);
  side.writeUInt32LE(SIDE);
  const pixels = deflateSync(Buffer.alloc(SIDE * SIDE), { level: 1 });
  const entries = greyTiffEntries(SIDE, SIDE, {
    rowsPerStrip: SIDE,
    offsets: [8 + side.length],
    byteCounts: [pixels.length],
    compression: TIFF_COMPRESSION.deflate,
  });
  return tiff(Buffer.concat([side, pixels]), [entries.flatMap(change)]);
}

/** A JPEG with as much metadata as an upload may have, in segments of the given marker and size. */
function jpegOfMetadata(marker: number, bytes: number): Buffer {
  const one = jpegSegment(marker, Buffer.alloc(bytes));
  return jpegWithSegments(jpeg, [Buffer.alloc(Math.floor(9e6 / one.length) * one.length, one)]);
}

/** A JPEG whose colour profile has `parts` parts of 65,000 bytes. */
function jpegOfProfile(parts: number): Buffer {
  const profile = Array.from({ length: parts }, (_, i) => iccSegment(Buffer.alloc(65_000), i + 1, parts));
  return jpegWithSegments(jpeg, profile);
}

describe('metadata that cost more than their bytes are left out, or refused with 422', () => {
  const smallWebp = flat('webp');
  it.each<[string, number, Buffer | Promise<Buffer>]>([
    ['JPEG of two million empty segments', 422, jpegOfMetadata(JPEG_MARKER.app1, 0)],
    ['JPEG of nine megabytes of XMP', 200, jpegOfMetadata(JPEG_MARKER.app1, 65_000)],
    ['JPEG of nine megabytes of colour profile', 200, jpegOfProfile(138)],
    ['JPEG of EXIF whose tags share a text', 200, jpegWithSegments(jpeg, [exifSegment(exifBomb(65_000))])],
    ['WebP of EXIF whose tags share a text', 200, smallWebp.then((file) => webpWithChunk(file, 'EXIF', 9e6))],
    [
      'PNG of twenty texts that inflate to 100 MB each',
      200,
      blackPng({ width: 300, height: 300 }, new Array<Buffer>(20).fill(textBomb(100e6))),
    ],
    ['AVIF of two hundred items that share nine megabytes', 422, avifOfSharedItems(avif, 200, 9e6)],
    [
      'TIFF of a thousand tags that share nine megabytes',
      422,
      tiff(Buffer.alloc(9e6), [
        [
          ...greyTiffEntries(8, 8, { rowsPerStrip: 8, offsets: [8], byteCounts: [64] }),
          ...Array.from({ length: 1000 }, (_, i) => ({
            tag: 40_000 + i,
            type: TIFF_TYPE.undefined,
            count: 9e6,
            offset: 8,
          })),
        ],
      ]),
    ],
    [
      'TIFF of 49 megapixels whose size is in 64 bits',
      422,
      tiffOfTwoSizes((entry) =>
        'values' in entry && entry.values[0] === SIDE
          ? [{ tag: entry.tag, type: TIFF_TYPE.long8, count: 1, offset: 8 }]
          : [entry],
      ),
    ],
    [
      'TIFF of 49 megapixels whose tags come twice',
      422,
      tiffOfTwoSizes((entry) =>
        entry.tag === TIFF_TAG.width ? [entry, { ...entry, values: [10] }] : [entry],
      ),
    ],
  ])('%s', async (_, status, photo) => {
    const file = await photo;
    expect(file.length).toBeLessThanOrEqual(10 * 1024 * 1024);
    const startedAtMs = performance.now();
    const answer = await server.predict(file);
    expect(`${answer.status} ${answer.body.toString()}`).toMatch(
      status === 200 ? /^200 .*"prediction"/ : /^422 .*"image_corrupt"/,
    );
    expect(performance.now() - startedAtMs).toBeLessThan(2000);
  });

  const tile = flatOfSize(1_700, 1_700).avif({ effort: 0 }).toBuffer();
  it.each([
    ['two hundred and fifty-six times', 16, 1_700],
    ['for a picture that is much smaller', 2, 64],
  ])('an AVIF that uses a large tile %s is refused', async (_, across, side) => {
    const startedAtMs = performance.now();
    const answer = await server.predict(avifOfTile(await tile, 1_700, across, side));
    expectProblem(answer, 422, 'image_too_large');
    expect(performance.now() - startedAtMs).toBeLessThan(2000);
  });

  it('an AVIF of tiles is answered', async () => {
    const photo = avifOfTile(await flatOfSize(256, 256).avif({ effort: 0 }).toBuffer(), 256, 2, 500);
    expect((await server.predict(photo)).status).toBe(200);
  });

  it.each([
    ['JPEG', jpegClaiming(jpeg, 32_000, 450)],
    ['PNG', blackPng({ width: 32_000, height: 450 })],
  ])('a %s of few rows that are very long is refused', async (_, photo) => {
    expectProblem(await server.predict(photo), 422, 'image_too_large');
  });
});

describe('metadata bombs that come together', () => {
  it('eighteen JPEGs of nine megabytes of colour profile leave room for good photos', async () => {
    const large = jpegOfProfile(138);
    const answers = await Promise.all(Array.from({ length: 18 }, () => server.predict(large)));
    for (const answer of answers) expect([200, 503]).toContain(answer.status);
    expect(answers.some(({ status }) => status === 200)).toBe(true);
  });
});

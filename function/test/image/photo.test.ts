import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { exifBomb } from '../../harness/corpus/exif.ts';
import { avifOfSharedItems } from '../../harness/corpus/isobmff.ts';
import {
  exifSegment,
  iccSegment,
  JPEG_MARKER,
  jpegSegment,
  jpegWithSegments,
} from '../../harness/corpus/jpeg.ts';
import { blackPng, iccProfileBomb, pngChunk, textBomb } from '../../harness/corpus/png.ts';
import {
  cmykTiff,
  greyTiffEntries,
  TIFF_TAG,
  TIFF_TYPE,
  type TiffEntry,
  tiff,
} from '../../harness/corpus/tiff.ts';
import { webpWithChunk } from '../../harness/corpus/webp.ts';
import { drawing } from '../../harness/pictures.ts';
import { readJpeg } from '../../src/image/containers/jpeg.ts';
import { readTiff } from '../../src/image/containers/tiff.ts';
import { DecodeGate } from '../../src/image/decode-gate.ts';
import { openPhoto } from '../../src/image/photo.ts';

const WIDTH = 301;
const HEIGHT = 203;
const PIXELS = WIDTH * HEIGHT;
const STREAMED = PIXELS * 3 * 2.15;
const picture = drawing(WIDTH, HEIGHT);
const limits = { maxPixels: 1e7, timeoutSeconds: 10, gate: new DecodeGate(2, 2 ** 26) };
const open = (file: Buffer) => openPhoto(file, limits, 256);
const plain = await picture.clone().jpeg().toBuffer();
const png = await picture.clone().png().toBuffer();
const webp = await picture.clone().webp().toBuffer();
const avif = await picture.clone().avif({ effort: 0 }).toBuffer();

describe('the memory of a decode', () => {
  // A JPEG in several scans is kept in whole blocks, of 32 x 32 pixels at most.
  const coefficients = (samples: number) => (WIDTH + 32) * (HEIGHT + 32) * samples * 2;
  it.each([
    ['a baseline JPEG', picture.clone().jpeg(), STREAMED],
    [
      'a progressive JPEG, 4:4:4',
      picture.clone().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }),
      STREAMED + coefficients(3),
    ],
    ['a progressive JPEG, 4:2:0', picture.clone().jpeg({ progressive: true }), STREAMED + coefficients(1.5)],
    ['a PNG', picture.clone().png(), STREAMED],
    ['an interlaced PNG', picture.clone().png({ progressive: true }), PIXELS * 3 * 1.25],
  ] as const)('of %s', async (_, encoder, bytes) => {
    expect((await open(await encoder.toBuffer())).decodeBytes).toBeCloseTo(bytes);
  });

  it.each([
    // They are scaled while they are decoded; these are too small for that.
    ['a lossy WebP', picture.clone().webp(), 18],
    ['a lossless WebP', picture.clone().webp({ lossless: true }), 4.1 + 18],
    ['a WebP with alpha', picture.clone().ensureAlpha(0.5).webp(), 2.1 + 18],
    ['a GIF', picture.clone().gif(), 6],
    ['an AVIF', picture.clone().avif({ effort: 0 }), 20],
  ] as const)('of %s, which is held as a whole', async (_, encoder, bytesPerPixel) => {
    const file = await encoder.toBuffer();
    const { decodeBytes } = await open(file);
    expect(decodeBytes - PIXELS * bytesPerPixel).toBeGreaterThanOrEqual(0);
    expect(decodeBytes - PIXELS * bytesPerPixel).toBeLessThanOrEqual(6 * file.length);
  });

  it('is the same for a lossy WebP with and without EXIF', async () => {
    const encoder = picture.clone().webp();
    const [without, withExif] = [
      await encoder.clone().toBuffer(),
      await encoder.withExif({ IFD0: { Artist: 'x' } }).toBuffer(),
    ];
    const difference = (await open(withExif)).decodeBytes - (await open(without)).decodeBytes;
    expect(difference).toBeLessThan(3 * withExif.length);
  });

  it('counts no more rows of a PNG than are held at once', async () => {
    const tall = await sharp({ create: { width: 10, height: 5000, channels: 3, background: '#123' } })
      .png()
      .toBuffer();
    expect((await open(tall)).decodeBytes).toBe(10 * 1750 * 3);
  });

  it('counts a wide JPEG by the rows that are left when it is shrunk', async () => {
    const jpeg = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: '#123' } })
        .jpeg()
        .toBuffer();
    expect((await open(await jpeg(5000, 500))).decodeBytes).toBeCloseTo(5000 * 500 * 2.15 * 3);
    expect((await open(await jpeg(5000, 800))).decodeBytes).toBeCloseTo(2500 * 400 * 2.15 * 3);
  });

  it('refuses ink of half as many pixels as others', async () => {
    const large = { ...limits, maxPixels: 5e7 };
    await expect(openPhoto(cmykTiff(6_500, 5_000), large, 256)).rejects.toMatchObject({
      code: 'image_too_large',
    });
    expect((await openPhoto(cmykTiff(4_000, 5_000), large, 256)).isHeavy).toBe(true);
  });

  it('counts a colour profile five times', async () => {
    const bytes = 60_000;
    const { decodeBytes } = await open(jpegWithSegments(plain, [iccSegment(Buffer.alloc(bytes))]));
    expect(decodeBytes - STREAMED).toBeGreaterThan(5 * bytes);
    expect(decodeBytes - STREAMED).toBeLessThan(5.1 * bytes);
    const inflated = await open(blackPng({ width: 9, height: 9 }, [iccProfileBomb(1e6)]));
    expect(inflated.decodeBytes).toBeGreaterThan(2e6);
  });
});

describe('what the decoder gets', () => {
  const withoutMetadata = async (file: Buffer) => {
    const { parts, orientation } = await open(file);
    return { bytes: parts.reduce((sum, part) => sum + part.length, 0), orientation };
  };
  const text = jpegSegment(JPEG_MARKER.app1, Buffer.alloc(100));

  it.each([
    ['a JPEG', plain, jpegWithSegments(plain, [exifSegment(exifBomb(60_000)), text, text])],
    ['a PNG', png, Buffer.concat([png.subarray(0, 33), textBomb(1e6), textBomb(1e6), png.subarray(33)])],
  ])('has no metadata, of %s', async (_, without, file) => {
    expect(file.length).toBeGreaterThan(without.length);
    expect((await withoutMetadata(file)).bytes).toBe(without.length);
  });

  it.each(['jpeg', 'png', 'webp', 'tiff'] as const)('is turned by the EXIF of a %s', async (format) => {
    const file = await picture.clone().withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
    const { bytes, orientation } = await withoutMetadata(file);
    expect(orientation).toBe(6);
    if (format !== 'tiff') expect(bytes).toBeLessThan(file.length);
  });

  const profile = Buffer.alloc(2e6);
  profile.writeUInt32BE(profile.length);
  const chunk = pngChunk('iCCP', Buffer.concat([Buffer.from('p\0\0', 'latin1'), deflateSync(profile)]));
  const parts = Array.from({ length: 32 }, (_, i) =>
    iccSegment(profile.subarray(i * 65_000, (i + 1) * 65_000), i + 1, 32),
  );
  it.each([
    ['JPEG', jpegWithSegments(plain, parts), plain.length],
    [
      'JPEG that understates its parts',
      jpegWithSegments(
        plain,
        parts.map(() => parts[0]!.fill(1, 16, 18)),
      ),
      0,
    ],
    ['PNG', Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]), png.length],
    ['WebP', webpWithChunk(webp, 'ICCP', 2e6), webpWithChunk(webp, 'ICCP', 0).length - 8],
  ])('has no colour profile above 1 MB, of a %s', async (_, file, bytes) => {
    const left = (await withoutMetadata(file)).bytes;
    if (bytes > 0) expect(left).toBe(bytes);
    else expect(left).toBeLessThan(plain.length + 2 ** 20);
  });

  it('has one colour profile of a PNG', async () => {
    const small = iccProfileBomb(1000);
    const file = Buffer.concat([png.subarray(0, 33), small, small, png.subarray(33)]);
    expect((await withoutMetadata(file)).bytes).toBe(png.length + small.length);
  });

  it('does not hold a progressive JPEG behind its end', async () => {
    const progressive = await picture.clone().jpeg({ progressive: true }).toBuffer();
    const motion = Buffer.concat([progressive, Buffer.alloc(3e6, Buffer.from([0xff, 0xda, 0, 4]))]);
    expect((await withoutMetadata(motion)).bytes).toBe(progressive.length);
    expect(readJpeg(motion).scans).toBe(10);
  });
});

describe('containers that would cost more than their bytes are corrupt', () => {
  const strip = { rowsPerStrip: 8, offsets: [8], byteCounts: [64] };
  const changed = (entries: TiffEntry[]) =>
    // The first eight bytes are the number 1.
    tiff(Buffer.concat([Buffer.from([1]), Buffer.alloc(63)]), [
      [...greyTiffEntries(8, 8, strip), ...entries].sort((a, b) => a.tag - b.tag),
    ]);
  it.each([
    [
      'a JPEG of ten thousand segments',
      jpegWithSegments(plain, new Array(10_001).fill(jpegSegment(JPEG_MARKER.app1, Buffer.alloc(0)))),
    ],
    ['a TIFF with a tag twice', changed([40_000, 40_000].map((tag) => ({ tag, values: [1] })))],
    [
      'a TIFF with 64 bit numbers',
      changed([{ tag: TIFF_TAG.planarConfiguration, type: TIFF_TYPE.long8, count: 1, offset: 8 }]),
    ],
    [
      'a TIFF whose tags share their values',
      changed(Array.from({ length: 50 }, (_, i) => ({ tag: 40_000 + i, count: 15, offset: 8 }))),
    ],
    ['an AVIF whose items share their bytes', avifOfSharedItems(avif, 20)],
    ['a WebP of a million chunks', webpWithChunk(webp, 'JUNK', 0, 70_000)],
  ])('%s', async (_, file) => {
    await expect(open(file)).rejects.toMatchObject({ code: 'image_corrupt' });
  });

  it('a WebP whose canvas is not its picture', async () => {
    await expect(open(webp)).resolves.toMatchObject({ orientation: 1 });
    const file = webpWithChunk(webp, 'JUNK', 0);
    await expect(open(file)).resolves.toMatchObject({ orientation: 1 });
    file.writeUIntLE(WIDTH, 24, 3);
    await expect(open(file)).rejects.toMatchObject({ code: 'image_corrupt' });
  });
});

describe('readTiff', () => {
  it('counts the tiles', async () => {
    const file = await picture.clone().tiff({ tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer();
    expect(readTiff(file).strips).toBe(5 * 4);
  });

  it('counts the pages, also of one whose chain of pages bites its tail', () => {
    const page = [greyTiffEntries(1, 1, { rowsPerStrip: 1, offsets: [8], byteCounts: [1] })];
    expect(readTiff(tiff(Buffer.alloc(2), page)).pages).toBe(1);
    const large = Buffer.alloc(200_000);
    expect(readTiff(tiff(large, page, 'first')).pages).toBeGreaterThan(1000);
  });
});

describe('an animation', () => {
  it.each(['gif', 'webp'] as const)('of three frames in a %s is held as a frame', async (format) => {
    const frames = [1, 2, 3].map((shade) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background: `#${shade}08040` } })
        .png()
        .toBuffer(),
    );
    const animation = await sharp(await Promise.all(frames), { join: { animated: true } })
      .toFormat(format)
      .toBuffer();
    expect((await sharp(animation).metadata()).pages).toBe(3);
    expect((await open(animation)).decodeBytes).toBeLessThan(40 * 30 * 30 + 4 * animation.length + 1);
  });
});

it.each(['jpeg', 'png', 'gif', 'webp', 'avif', 'tiff'] as const)(
  'a %s that ends in its header is corrupt',
  async (format) => {
    const file = await picture.clone().toFormat(format).toBuffer();
    await expect(open(file.subarray(0, format === 'avif' ? 40 : 12))).rejects.toMatchObject({
      code: 'image_corrupt',
    });
  },
);

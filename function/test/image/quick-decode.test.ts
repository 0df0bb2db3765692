import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { compiledResize, compileResize } from '../../compile-resize.ts';
import { contractOf } from '../../harness/contract.ts';
import { JPEG_MARKER, jpegSegment, jpegWithSegments } from '../../harness/corpus/jpeg.ts';
import { drawing, meanDifference } from '../../harness/pictures.ts';
import { decodePhoto } from '../../src/image/decode.ts';
import { DecodeGate } from '../../src/image/decode-gate.ts';
import { openPhoto } from '../../src/image/photo.ts';
import { decodeQuickly } from '../../src/image/quick-decode.ts';

const gate = new DecodeGate(1, 2 ** 27);
const limits = { maxPixels: 50_000_000, timeoutSeconds: 10, gate };
const size = { width: 136, height: 136 };
const { preprocessing } = contractOf();

async function bothWays(jpeg: Buffer) {
  const photo = await openPhoto(jpeg, limits, 256);
  return {
    quick: photo.plainJpeg && decodeQuickly(photo.plainJpeg, size),
    exact: await decodePhoto(photo, size, preprocessing, gate),
  };
}

const maxDifference = (a: Uint8Array, b: Uint8Array) =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);

describe('a plain JPEG has nearly the same pixels both ways', () => {
  it.each<[string, number, number, (picture: Sharp) => Sharp]>([
    ['4:2:0', 500, 375, (picture) => picture.jpeg({ quality: 90 })],
    ['4:4:4', 500, 375, (picture) => picture.jpeg({ quality: 90, chromaSubsampling: '4:4:4' })],
    ['of an odd size', 333, 251, (picture) => picture.jpeg({ quality: 80 })],
    ['wide', 3000, 140, (picture) => picture.jpeg({ quality: 90 })],
    ['high', 140, 3000, (picture) => picture.jpeg({ quality: 90 })],
    ['of the size of the pass', 136, 136, (picture) => picture.jpeg({ quality: 95 })],
    ['of the most pixels', 1000, 1000, (picture) => picture.jpeg({ quality: 90 })],
    ['grey', 500, 375, (picture) => picture.toColourspace('b-w').jpeg({ quality: 90 })],
    ['with metadata', 500, 375, (picture) => picture.withExif({ IFD0: { Artist: 'test' } }).jpeg()],
  ])('%s', async (_, width, height, encode) => {
    const { quick, exact } = await bothWays(await encode(drawing(width, height)).toBuffer());
    expect(quick).toMatchObject(size);
    expect(quick!.data).toHaveLength(size.width * size.height * 3);
    expect(meanDifference(quick!.data, exact.data)).toBeLessThan(1.5);
  });

  it('keeps the levels of an even picture', async () => {
    const even = sharp({ create: { width: 400, height: 300, channels: 3, background: '#c86432' } });
    const { quick, exact } = await bothWays(await even.jpeg({ quality: 100 }).toBuffer());
    expect(maxDifference(quick!.data, exact.data)).toBeLessThanOrEqual(2);
  });

  it('keeps the pixels of one photo when the next is decoded', async () => {
    const { quick } = await bothWays(await drawing(500, 375).jpeg().toBuffer());
    const before = Buffer.from(quick!.data);
    await bothWays(await drawing(200, 200).negate().jpeg().toBuffer());
    expect(before.equals(quick!.data)).toBe(true);
  });
});

/** Two megabytes of segments of this marker. */
const withSegments = async (marker: number) => {
  const segment = jpegSegment(marker, Buffer.alloc(65_000, 'x'));
  return jpegWithSegments(await drawing(500, 375).jpeg().toBuffer(), Array(32).fill(segment));
};

it('metadata that the function leaves out is not given to libjpeg-turbo', async () => {
  const photo = await openPhoto(await withSegments(JPEG_MARKER.app2), limits, 256);
  const bytes = photo.plainJpeg!.parts.reduce((sum, part) => sum + part.length, 0);
  expect(bytes).toBeLessThan(100_000);
  expect(decodeQuickly(photo.plainJpeg!, size)).toMatchObject(size);
});

describe('is left to libvips', () => {
  const jpegOf = (picture: Sharp) => picture.jpeg().toBuffer();
  it.each<[string, () => Promise<Buffer>]>([
    ['a large photo', () => jpegOf(drawing(1001, 1000))],
    ['a narrow one', () => jpegOf(drawing(135, 500))],
    ['a low one', () => jpegOf(drawing(500, 135))],
    ['one on its side', () => jpegOf(drawing(500, 375).withMetadata({ orientation: 6 }))],
    ['one with a colour profile', () => jpegOf(drawing(500, 375).withIccProfile('p3'))],
    ['a progressive one', () => drawing(500, 375).jpeg({ progressive: true }).toBuffer()],
    ['one in four colours', () => jpegOf(drawing(500, 375).toColourspace('cmyk'))],
    ['one with two megabytes of comments', async () => withSegments(JPEG_MARKER.comment)],
    ['a PNG', () => drawing(500, 375).png().toBuffer()],
  ])('%s', async (_, draw) => {
    const { quick, exact } = await bothWays(await draw());
    expect(quick).toBeUndefined();
    expect(exact).toMatchObject(size);
  });

  it('a damaged one', async () => {
    const jpeg = await drawing(500, 375).jpeg().toBuffer();
    const { plainJpeg } = await openPhoto(jpeg.subarray(0, jpeg.length / 2), limits, 256);
    expect(decodeQuickly(plainJpeg!, size)).toBeUndefined();
  });
});

it('the WebAssembly is that of function/wasm/resize.ts', async () => {
  expect(readFileSync(compiledResize, 'utf8')).toBe(await compileResize());
});

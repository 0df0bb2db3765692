import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawing } from '../../harness/pictures.ts';
import { readHeader } from '../../src/image/read-header.ts';

const WIDTH = 301;
const HEIGHT = 203;
const PIXELS = WIDTH * HEIGHT;
const picture = drawing(WIDTH, HEIGHT);

describe('readHeader', () => {
  it.each([
    ['a baseline JPEG', picture.clone().jpeg(), 'jpeg', 0, 1],
    [
      'a progressive JPEG, 4:4:4',
      picture.clone().jpeg({ progressive: true, chromaSubsampling: '4:4:4' }),
      'jpeg',
      6,
      10,
    ],
    ['a progressive JPEG, 4:2:0', picture.clone().jpeg({ progressive: true }), 'jpeg', 3, 10],
    [
      'a JPEG with EXIF before its frame',
      picture
        .clone()
        .withExif({ IFD0: { Artist: 'x'.repeat(9999) } })
        .jpeg(),
      'jpeg',
      0,
      1,
    ],
    ['a PNG', picture.clone().png(), 'png', 3, 1],
    ['an interlaced PNG', picture.clone().png({ progressive: true }), 'png', 3.75, 1],
    ['a lossy WebP', picture.clone().webp(), 'webp', 2, 1],
    ['a lossless WebP', picture.clone().webp({ lossless: true }), 'webp', 5, 1],
    ['a WebP with alpha', picture.clone().ensureAlpha(0.5).webp(), 'webp', 5, 1],
    ['a GIF', picture.clone().gif(), 'gif', 6, 1],
    ['a TIFF in strips', picture.clone().tiff({ compression: 'lzw' }), 'tiff', undefined, 1],
    [
      'a TIFF in tiles',
      picture.clone().tiff({ tile: true, tileWidth: 64, tileHeight: 64 }),
      'tiff',
      undefined,
      1,
    ],
  ] as const)(
    'reads the size of %s, and what it takes to decode it',
    async (_, encoder, format, bytesPerPixel, scans) => {
      const header = readHeader(await encoder.toBuffer(), format)!;
      expect(header).toMatchObject({ width: WIDTH, height: HEIGHT, frames: 1, scans });
      if (bytesPerPixel !== undefined) expect(header.decodeBytes).toBe(Math.ceil(PIXELS * bytesPerPixel));
    },
  );

  it('counts no more rows of a PNG than are held at once', async () => {
    const tall = await sharp({ create: { width: 10, height: 5000, channels: 3, background: '#123' } })
      .png()
      .toBuffer();
    expect(readHeader(tall, 'png')!.decodeBytes).toBe(10 * 1200 * 3);
  });

  it('counts the tiles of a TIFF', async () => {
    const tiff = await picture.clone().tiff({ tile: true, tileWidth: 64, tileHeight: 64 }).toBuffer();
    expect(readHeader(tiff, 'tiff')!.strips).toBe(5 * 4);
  });

  it.each(['gif', 'webp'] as const)('counts the frames of an animated %s', async (format) => {
    const frames = [1, 2, 3].map((shade) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background: `#${shade}08040` } })
        .png()
        .toBuffer(),
    );
    const animation = await sharp(await Promise.all(frames), { join: { animated: true } })
      .toFormat(format)
      .toBuffer();
    expect(readHeader(animation, format)).toMatchObject({ width: 40, height: 30, frames: 3 });
  });

  it('counts the pages of a TIFF, also of one whose chain of pages bites its tail', () => {
    const tiff = Buffer.alloc(8 + 2 + 12 + 4);
    tiff.write('II*\0', 'latin1');
    tiff.writeUInt32LE(8, 4);
    tiff.writeUInt16LE(1, 8);
    expect(readHeader(tiff, 'tiff')!.frames).toBe(1);
    tiff.writeUInt32LE(8, 22);
    expect(readHeader(tiff, 'tiff')!.frames).toBeGreaterThan(1000);
  });

  it.each(['jpeg', 'png', 'gif', 'webp', 'tiff'] as const)(
    'throws a RangeError for a %s that ends in its header',
    async (format) => {
      const file = await picture.clone().toFormat(format).toBuffer();
      expect(() => readHeader(file.subarray(0, 9), format)).toThrow(RangeError);
    },
  );

  it('leaves AVIF to its library', async () => {
    expect(readHeader(Buffer.alloc(0), 'avif')).toBeUndefined();
  });
});

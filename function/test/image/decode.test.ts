import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { contractOf } from '../../harness/contract.ts';
import { cmykTiff } from '../../harness/corpus/tiff.ts';
import { drawing, drawnPixels, meanDifference, plainJpeg } from '../../harness/pictures.ts';
import { packageRoot } from '../../src/config.ts';
import { decodePhoto } from '../../src/image/decode.ts';
import { DecodeGate } from '../../src/image/decode-gate.ts';
import { openPhoto } from '../../src/image/photo.ts';

const SIZE = { width: 96, height: 96 };
const { preprocessing } = contractOf();

async function decode(bytes: Buffer, maxPixels = 1e6): Promise<Uint8Array> {
  const gate = new DecodeGate(2, 2 ** 27);
  const photo = await openPhoto(bytes, { maxPixels, timeoutSeconds: 10, gate }, SIZE.width);
  const { data, width, height } = await decodePhoto(photo, SIZE, preprocessing, gate);
  expect([width, height, data.length]).toEqual([96, 96, 96 * 96 * 3]);
  return data;
}

const fromPlainJpeg = plainJpeg().then((jpeg) => decode(jpeg));

/** How far a decoded picture may be, on average, from the plain sRGB JPEG's, in levels of 255. */
const SAME = 1.5;

describe('the same picture in another form gives the same pixels', () => {
  it.each<[string, Sharp]>([
    ['a PNG', drawing().png()],
    ['an interlaced PNG', drawing().png({ progressive: true })],
    ['a 16 bit PNG', drawing().toColourspace('rgb16').png()],
    ['a PNG with a palette', drawing().png({ palette: true, colours: 256 })],
    ['a PNG with an opaque alpha channel', drawing().ensureAlpha(1).png()],
    ['a lossless WebP', drawing().webp({ lossless: true })],
    ['a WebP', drawing().webp({ quality: 95 })],
    ['a GIF', drawing().gif()],
    ['an AVIF', drawing().avif({ quality: 90, effort: 0 })],
    ['a TIFF', drawing().tiff({ compression: 'lzw' })],
    ['a 16 bit TIFF', drawing().toColourspace('rgb16').tiff({ compression: 'deflate' })],
    ['a progressive JPEG', drawing().jpeg({ quality: 98, progressive: true })],
    ['a JPEG in Display P3', drawing().jpeg({ quality: 98 }).withIccProfile('p3')],
    ['a PNG in Display P3', drawing().png().withIccProfile('p3')],
  ])('%s', async (_, encoder) => {
    expect(meanDifference(await decode(await encoder.toBuffer()), await fromPlainJpeg)).toBeLessThan(SAME);
  });

  it('a CMYK JPEG of a photo, whose colours ink can show', async () => {
    const chelsea = sharp(readFileSync(path.join(packageRoot, 'function/samples/chelsea.png')));
    const plain = await chelsea.clone().jpeg({ quality: 98 }).toBuffer();
    const cmyk = await chelsea.toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 98 }).toBuffer();
    expect((await sharp(cmyk).metadata()).channels).toBe(4);
    // The way to ink and back, with the profiles that sharp brings, costs 8 levels by itself.
    expect(meanDifference(await decode(cmyk), await decode(plain))).toBeLessThan(10);
  });

  it('a JPEG of grey tones has three equal channels', async () => {
    const grey = await drawing().toColourspace('b-w').jpeg({ quality: 98 }).toBuffer();
    expect((await sharp(grey).metadata()).channels).toBe(1);
    const pixels = await decode(grey);
    for (let i = 0; i < pixels.length; i += 3) {
      expect([pixels[i + 1], pixels[i + 2]]).toEqual([pixels[i], pixels[i]]);
    }
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('stored by EXIF orientation %i', async (orientation) => {
    // What a camera that is held in this way stores: the turn that undoes the viewer's.
    const stored: Record<number, (picture: Sharp) => Sharp> = {
      1: (picture) => picture,
      2: (picture) => picture.flop(),
      3: (picture) => picture.rotate(180),
      4: (picture) => picture.flip(),
      5: (picture) => picture.flop().rotate(270),
      6: (picture) => picture.rotate(270),
      7: (picture) => picture.flop().rotate(90),
      8: (picture) => picture.rotate(90),
    };
    const turned = await stored[orientation]!(drawing()).png().toBuffer();
    for (const format of ['jpeg', 'png', 'webp', 'tiff'] as const) {
      const options = format === 'webp' ? { lossless: true } : { quality: 98 };
      const photo = await sharp(turned).withMetadata({ orientation }).toFormat(format, options).toBuffer();
      expect(meanDifference(await decode(photo), await fromPlainJpeg), format).toBeLessThan(2);
    }
  });

  it('shrinks a large JPEG while it is decoded, to the same picture', async () => {
    const large = await sharp(drawnPixels(), { raw: { width: 300, height: 200, channels: 3 } })
      .resize(2400, 1600, { kernel: 'cubic' })
      .jpeg({ quality: 95 })
      .toBuffer();
    expect(meanDifference(await decode(large, 4e6), await fromPlainJpeg)).toBeLessThan(3);
  });
});

describe('alpha', () => {
  it('is flattened on the colour of the contract', async () => {
    const clear = await sharp({ create: { width: 50, height: 40, channels: 4, background: '#ff000000' } })
      .png()
      .toBuffer();
    expect(new Set(await decode(clear))).toEqual(new Set([255]));
  });
});

describe('only the first frame counts', () => {
  it('of an animated GIF', async () => {
    const frames = ['#ff0000', '#00ff00'].map((background) =>
      sharp({ create: { width: 20, height: 20, channels: 3, background } })
        .png()
        .toBuffer(),
    );
    const gif = await sharp(await Promise.all(frames), { join: { animated: true } })
      .gif()
      .toBuffer();
    expect([...(await decode(gif)).slice(0, 3)]).toEqual([255, 0, 0]);
  });
});

describe('a decode that takes too long', () => {
  it('ends at its deadline, and its place at the gate is free', async () => {
    const gate = new DecodeGate(1, 2 ** 27);
    const open = (bytes: Buffer) => openPhoto(bytes, { maxPixels: 2e8, timeoutSeconds: 1, gate }, SIZE.width);
    // 120 megapixels of ink take more than two seconds; no limit would let them in.
    const good = await open(await plainJpeg());
    const slow = { ...good, parts: [cmykTiff(4000, 30_000)] };
    const startedAtMs = performance.now();
    await expect(decodePhoto(slow, { width: 1000, height: 1000 }, preprocessing, gate)).rejects.toMatchObject(
      {
        code: 'image_too_slow',
      },
    );
    expect(performance.now() - startedAtMs).toBeGreaterThan(900);
    expect((await decodePhoto(good, SIZE, preprocessing, gate)).width).toBe(SIZE.width);
  });
});

describe('what cannot be decoded', () => {
  it.each(['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const)(
    'a %s that is cut off is corrupt',
    async (format) => {
      const noise = sharp({
        create: {
          width: 256,
          height: 256,
          channels: 3,
          background: '#888',
          noise: { type: 'gaussian', mean: 128, sigma: 60 },
        },
      });
      const file = await noise.toFormat(format).toBuffer();
      for (const share of [0.3, 0.6, 0.9]) {
        await expect(decode(file.subarray(0, file.length * share)), `${share} of it`).rejects.toMatchObject({
          code: 'image_corrupt',
        });
      }
    },
  );

  it('more pixels than are accepted is too large', async () => {
    await expect(decode(await plainJpeg(), 59_999)).rejects.toMatchObject({ code: 'image_too_large' });
    expect((await decode(await plainJpeg(), 60_000)).length).toBeGreaterThan(0);
  });

  it('loaders of other formats cannot be reached', async () => {
    const svg = Buffer.from(
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>',
    );
    await expect(sharp(svg).png().toBuffer()).rejects.toThrow(/unsupported image format/);
  });
});

import sharp, { type Sharp } from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { contractOf } from '../../harness/contract.ts';
import {
  codedPicture,
  drawnHeic,
  gridOf,
  type HeicItem,
  heicOf,
  heicProperty,
} from '../../harness/corpus/heic.ts';
import { heic as heicHead } from '../../harness/corpus/isobmff.ts';
import { iccSegment, jpegWithSegments } from '../../harness/corpus/jpeg.ts';
import { drawing, meanDifference } from '../../harness/pictures.ts';
import { decodePhoto } from '../../src/image/decode.ts';
import { DecodeGate } from '../../src/image/decode-gate.ts';
import { HeicDecoder } from '../../src/image/heic/decoder.ts';
import { displayP3Profile } from '../../src/image/heic/display-p3.ts';
import { openPhoto } from '../../src/image/photo.ts';

const gate = new DecodeGate(2, 2 ** 26);
const heic = new HeicDecoder();
const limits = { maxPixels: 64_000_000, timeoutSeconds: 10, gate, heic };
const size = { width: 136, height: 136 };
const { preprocessing } = contractOf();
// Of 255 levels: what the encoder loses of a drawing with hard edges.
const MAX_MEAN_DIFFERENCE = 2;

afterAll(() => heic.close());

const decode = async (file: Buffer) =>
  (await decodePhoto(await openPhoto(file, limits, 256), size, preprocessing, gate)).data;
const differenceFrom = async (expected: Sharp, file: Buffer) =>
  meanDifference(await decode(file), await decode(await expected.png().toBuffer()));

const tiles = (properties: readonly Buffer[] = []): HeicItem[] =>
  ['tile-0-0', 'tile-0-1', 'tile-1-0', 'tile-1-1'].map((name) => codedPicture(name, 512, 512, properties));
const grid = (properties: readonly Buffer[] = []) =>
  heicOf([gridOf(2, { width: 900, height: 700 }, [2, 3, 4, 5], properties), ...tiles()]);
const plain = (properties: readonly Buffer[] = []) => heicOf([codedPicture('plain', 300, 200, properties)]);
const thumbnailOf = (properties: readonly Buffer[] = [], width = 320, height = 240): HeicItem => ({
  ...codedPicture('thumbnail', width, height, properties),
  references: { type: 'thmb', to: [1] },
});

describe('a HEIC has the pixels of the same picture as PNG', () => {
  it.each<[string, Buffer]>([
    ['as an encoder wrote it', drawnHeic('plain')],
    ['of ten bits and 4:2:2', drawnHeic('ten-bits')],
    ['a burst: its primary picture', drawnHeic('burst')],
    ['made of an item', plain()],
    ['a grid of tiles of 512 x 512 pixels', grid()],
  ])('%s', async (_, file) => {
    expect(await differenceFrom(drawing(), file)).toBeLessThan(MAX_MEAN_DIFFERENCE);
  });

  it.each<[string, (picture: Sharp) => Sharp, Buffer[]]>([
    ['turned', (picture) => picture.rotate(-90), [heicProperty.rotation(1)]],
    ['upside down', (picture) => picture.rotate(180), [heicProperty.rotation(2)]],
    ['turned the other way', (picture) => picture.rotate(90), [heicProperty.rotation(3)]],
    ['mirrored, top and bottom', (picture) => picture.flip(), [heicProperty.mirror(0)]],
    ['mirrored, left and right', (picture) => picture.flop(), [heicProperty.mirror(1)]],
  ])('%s', async (_, transform, properties) => {
    for (const file of [plain(properties), grid(properties)])
      expect(await differenceFrom(transform(drawing()), file)).toBeLessThan(MAX_MEAN_DIFFERENCE);
  });

  it('turned, then mirrored', async () => {
    const turned = sharp(await drawing().rotate(-90).png().toBuffer());
    const file = plain([heicProperty.rotation(1), heicProperty.mirror(1)]);
    expect(await differenceFrom(turned.flop(), file)).toBeLessThan(MAX_MEAN_DIFFERENCE);
  });

  it('turned once, although its EXIF says it too', async () => {
    const picture = await drawing().withMetadata({ orientation: 8 }).jpeg().toBuffer();
    const { exif } = await sharp(picture).metadata();
    const metadata: HeicItem = {
      type: 'Exif',
      data: Buffer.concat([Buffer.alloc(4), exif!.subarray(6)]),
      properties: [],
      references: { type: 'cdsc', to: [1] },
    };
    const file = heicOf([codedPicture('plain', 300, 200, [heicProperty.rotation(1)]), metadata]);
    expect(await differenceFrom(drawing().rotate(-90), file)).toBeLessThan(MAX_MEAN_DIFFERENCE);
  });
});

describe('colours', () => {
  it('of Display P3, by a profile or by its number, become sRGB', async () => {
    // The levels of the drawing, taken for Display P3.
    const jpeg = await drawing().jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
    const profile = Buffer.from(await displayP3Profile());
    const expected = await decode(jpegWithSegments(jpeg, [iccSegment(profile)]));
    const asSrgb = await decode(plain());
    expect(meanDifference(expected, asSrgb)).toBeGreaterThan(4);
    for (const property of [heicProperty.profile(profile), heicProperty.colours(12, 6, true)])
      expect(meanDifference(await decode(plain([property])), expected)).toBeLessThan(MAX_MEAN_DIFFERENCE);
  });

  it('of a limited range are brighter and darker than those of a full one', async () => {
    const [full, limited] = await Promise.all(
      [true, false].map((isFull) => decode(plain([heicProperty.colours(1, 6, isFull)]))),
    );
    const expected = full!.map((level) => Math.max(0, Math.min(255, ((level - 16) * 255) / 219)));
    expect(meanDifference(limited!, expected)).toBeLessThan(4);
  });
});

describe('the embedded thumbnail', () => {
  const withThumbnail = (thumbnail: HeicItem) =>
    heicOf([gridOf(2, { width: 920, height: 690 }, [2, 3, 4, 5]), ...tiles(), thumbnail]);
  const decodedSize = async (file: Buffer) => {
    const { width, height } = await sharp(await heic.toTiff(file, limits)).metadata();
    return [width, height];
  };

  it('is decoded in place of the picture', async () => {
    const file = withThumbnail(thumbnailOf());
    expect(await decodedSize(file)).toEqual([320, 240]);
    expect(await differenceFrom(drawing(), file)).toBeLessThan(MAX_MEAN_DIFFERENCE);
  });

  it('of another shape than the picture is not', async () => {
    expect(await decodedSize(withThumbnail(thumbnailOf([heicProperty.rotation(1)])))).toEqual([460, 345]);
  });

  it('of less than 240 pixels a side is not', async () => {
    const small: HeicItem = { ...codedPicture('small', 160, 120), references: { type: 'thmb', to: [1] } };
    expect(await decodedSize(withThumbnail(small))).toEqual([460, 345]);
  });
});

describe('is refused', () => {
  const tile = codedPicture('plain', 300, 200);
  const gridOfEqualTiles = (columns: number, rows: number, width: number, height: number) => {
    const numbers = Array.from({ length: columns * rows }, (_, index) => index + 2);
    return heicOf([gridOf(columns, { width, height }, numbers), ...numbers.map(() => tile)]);
  };
  it.each<[string, Buffer, string]>([
    ['a file that ends too early', drawnHeic('plain').subarray(0, -200), 'image_corrupt'],
    ['a grid whose last tile ends too early', grid().subarray(0, -200), 'image_corrupt'],
    [
      'a grid whose last tile is missing',
      heicOf([gridOf(2, { width: 900, height: 700 }, [2, 3, 4, 9]), ...tiles()]),
      'image_corrupt',
    ],
    ['a grid of itself', heicOf([gridOf(1, { width: 300, height: 200 }, [1])]), 'image_corrupt'],
    ['a file without its primary picture', heicOf([tile], 7), 'image_corrupt'],
    ['a picture smaller than it says', heicOf([codedPicture('plain', 3000, 2000)]), 'image_corrupt'],
    ['a picture larger than it says', heicOf([codedPicture('tile-0-0', 30, 20)]), 'image_too_large'],
    [
      'a thumbnail larger than it says',
      heicOf([tile, { ...codedPicture('tile-0-0', 360, 240), references: { type: 'thmb', to: [1] } }]),
      'image_too_large',
    ],
    ['a picture of too many pixels', heicOf([codedPicture('plain', 30_000, 30_000)]), 'image_too_large'],
    [
      'a picture in one piece that needs too much memory',
      heicOf([codedPicture('plain', 7000, 5000)]),
      'image_too_large',
    ],
    ['a grid of thousands of tiles', gridOfEqualTiles(80, 60, 20_000, 3_000), 'image_too_large'],
    ['a file of the right brand that is none', heicHead('heic', ['mif1', 'heic']), 'image_corrupt'],
  ])('%s', async (_, file, code) => {
    await expect(openPhoto(file, limits, 256)).rejects.toMatchObject({ code });
    // The next photo is answered.
    await expect(openPhoto(drawnHeic('plain'), limits, 256)).resolves.toMatchObject({ orientation: 1 });
  });

  it('what takes too long, and its thread ends', async () => {
    const numbers = Array.from({ length: 16 * 12 }, (_, index) => index + 2);
    const large = heicOf([
      gridOf(16, { width: 8064, height: 6048 }, numbers),
      ...numbers.map(() => codedPicture('tile-0-0', 512, 512)),
    ]);
    const slow = heic.toTiff(large, { ...limits, timeoutSeconds: 0.05 });
    await expect(slow).rejects.toMatchObject({ code: 'image_too_slow' });
    await expect(openPhoto(drawnHeic('plain'), limits, 256)).resolves.toMatchObject({ orientation: 1 });
  });
});

it('pictures of 48 megapixels in tiles fit into the default memory', async () => {
  const numbers = Array.from({ length: 16 * 12 }, (_, index) => index + 2);
  const file = heicOf([
    gridOf(16, { width: 8064, height: 6048 }, numbers),
    ...numbers.map(() => codedPicture('tile-0-1', 512, 512)),
  ]);
  await expect(openPhoto(file, { ...limits, timeoutSeconds: 60 }, 256)).resolves.toMatchObject({
    orientation: 1,
  });
}, 60_000);

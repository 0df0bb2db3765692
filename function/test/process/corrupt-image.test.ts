import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  exifSegment,
  iccSegment,
  JPEG_MARKER,
  jpegClaiming,
  jpegSegment,
  jpegWithFrameByte,
  jpegWithSegments,
} from '../../harness/corpus/jpeg.ts';
import { PNG_COLOUR, pngWith } from '../../harness/corpus/png.ts';
import { greyTiffEntries, TIFF_COMPRESSION, TIFF_TAG, tiff } from '../../harness/corpus/tiff.ts';
import { webp, webpCanvas } from '../../harness/corpus/webp.ts';
import { CHELSEA_JPEG, CHELSEA_PNG, flat } from '../../harness/photos.ts';
import { expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const server = serverUnderTest();
const jpeg = await flat('jpeg');
const chelsea = (): Sharp => sharp(CHELSEA_PNG);

const photos: Record<string, Buffer> = {
  JPEG: CHELSEA_JPEG,
  'progressive JPEG': await chelsea().jpeg({ progressive: true }).toBuffer(),
  PNG: CHELSEA_PNG,
  'interlaced PNG': await chelsea().png({ progressive: true }).toBuffer(),
  WebP: await chelsea().webp({ effort: 0 }).toBuffer(),
  'lossless WebP': await chelsea().webp({ lossless: true, effort: 0 }).toBuffer(),
  GIF: await chelsea().gif({ effort: 1 }).toBuffer(),
  AVIF: await chelsea().avif({ effort: 0 }).toBuffer(),
  'raw TIFF': await chelsea().tiff({ compression: 'none' }).toBuffer(),
  'deflated TIFF': await chelsea().tiff({ compression: 'deflate' }).toBuffer(),
};

describe('a truncated photo is refused with 422', () => {
  const cuts = Object.keys(photos).flatMap((type) => [0.9, 0.5, 0.1].map((kept) => [type, kept] as const));
  it.each(cuts)('%s of which %d is left', async (type, kept) => {
    const photo = photos[type]!;
    const answer = await server.predict(photo.subarray(0, Math.floor(photo.length * kept)));
    expectProblem(answer, 422, 'image_corrupt');
  });

  it.each(Object.keys(photos))('%s of which 32 bytes are left', async (type) => {
    expectProblem(await server.predict(photos[type]!.subarray(0, 32)), 422, 'image_corrupt');
  });
});

describe('bytes overwritten inside a photo', () => {
  /** The same photo with `count` bytes replaced from `at` on, by a fixed sequence without a pattern. */
  function scribbled(photo: Buffer, at: number, count: number): Buffer {
    const copy = Buffer.from(photo);
    let state = 12345;
    for (let i = at; i < Math.min(at + count, copy.length); i += 1) {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      copy[i] = state >> 16;
    }
    return copy;
  }

  const places = Object.keys(photos).flatMap((type) => [0.02, 0.3, 0.7].map((at) => [type, at] as const));
  it.each(places)('%s at %d: answered or refused as corrupt, never a failure', async (type, place) => {
    const photo = photos[type]!;
    const answer = await server.predict(scribbled(photo, Math.floor(photo.length * place), 400));
    // Some formats cannot know: raw samples have no check sum.
    if (answer.status === 200) expect(answer.body.toString()).toContain('"prediction"');
    else
      expectProblem(
        answer,
        answer.status === 415 ? 415 : 422,
        answer.status === 415 ? 'image_type_unsupported' : 'image_corrupt',
      );
  });

  it.each(['PNG', 'lossless WebP'])('%s notices', async (type) => {
    const photo = photos[type]!;
    const answer = await server.predict(scribbled(photo, Math.floor(photo.length / 2), 2000));
    expectProblem(answer, 422, 'image_corrupt');
  });
});

describe('a header that cannot be true is refused with 422', () => {
  const shape = { rowsPerStrip: 8, offsets: [8], byteCounts: [64] };
  const changed = (tag: number, value: number) =>
    greyTiffEntries(8, 8, shape).map((entry) => (entry.tag === tag ? { tag, values: [value] } : entry));
  it.each([
    ['JPEG of no height', jpegClaiming(jpeg, 16, 0)],
    ['JPEG of no width', jpegClaiming(jpeg, 0, 16)],
    ['JPEG of 200 components', jpegWithFrameByte(jpeg, 9, 200)],
    ['JPEG of two markers only', Buffer.from('ffd8ffd9', 'hex')],
    [
      'JPEG of nine megabytes of comments',
      jpegWithSegments(
        Buffer.from('ffd8ffd9', 'hex'),
        new Array(140).fill(jpegSegment(JPEG_MARKER.comment, Buffer.alloc(65_000))),
      ),
    ],
    ['JPEG of fill bytes only', Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.alloc(5e6, 0xff)])],
    ['PNG of no width', pngWith({ width: 0, height: 16 }, Buffer.alloc(0))],
    ['PNG of colour type 5', pngWith({ width: 16, height: 16, colourType: 5 }, Buffer.alloc(16))],
    [
      'PNG of 3 bits',
      pngWith({ width: 16, height: 16, colourType: PNG_COLOUR.grey, bitDepth: 3 }, Buffer.alloc(16)),
    ],
    ['PNG without pixels', pngWith({ width: 16, height: 16 }, Buffer.alloc(0))],
    [
      'PNG with a palette that is missing',
      pngWith({ width: 16, height: 16, colourType: PNG_COLOUR.palette }, Buffer.alloc(16)),
    ],
    ['WebP without a picture', webp([webpCanvas(16, 16)])],
    [
      'WebP of a chunk longer than the file',
      Buffer.from('RIFF\xff\xff\xff\x7fWEBPVP8L\xff\xff\xff\x7f/', 'latin1'),
    ],
    ['TIFF without a directory', Buffer.from('II*\0\0\0\0\0', 'latin1')],
    ['TIFF whose directory lies outside', Buffer.from('II*\0\xff\xff\xff\x7f', 'latin1')],
    ['TIFF whose strip lies outside', tiff(Buffer.alloc(64), [changed(TIFF_TAG.stripOffsets, 1e9)])],
    ['TIFF of no rows', tiff(Buffer.alloc(64), [changed(TIFF_TAG.height, 0)])],
    ['TIFF of an unknown compression', tiff(Buffer.alloc(64), [changed(TIFF_TAG.compression, 65_000)])],
    [
      'TIFF that says deflate and is not',
      tiff(Buffer.alloc(64, 7), [changed(TIFF_TAG.compression, TIFF_COMPRESSION.deflate)]),
    ],
    ['TIFF of a thousand bits a sample', tiff(Buffer.alloc(64), [changed(TIFF_TAG.bitsPerSample, 1000)])],
  ])('%s', async (_, photo) => {
    expectProblem(await server.predict(photo), 422, 'image_corrupt');
  });
});

describe('nonsense around a good photo changes nothing', () => {
  const looped = Buffer.from(
    '4d4d002a00000008 0001 0112 0003 00000001 00630000 00000008'.replaceAll(' ', ''),
    'hex',
  );
  const profile = Buffer.alloc(200);
  profile.writeUInt32BE(200, 0);
  profile.write('acsp', 36, 'latin1');
  it.each([
    ['Exif of zeros', [exifSegment(Buffer.alloc(60_000))]],
    ['Exif that is empty', [exifSegment(Buffer.alloc(0))]],
    ['Exif with orientation 99 whose directory is its own successor', [exifSegment(looped)]],
    ['Exif that lies outside itself', [exifSegment(Buffer.from('II*\0\xff\xff\xff\xff', 'latin1'))]],
    ['a hundred Exif blocks', new Array<Buffer>(100).fill(exifSegment(looped))],
    ['a colour profile of noise', [iccSegment(Buffer.alloc(4000, 0xa5))]],
    ['a colour profile of a header only', [iccSegment(profile)]],
    ['a colour profile that is empty', [iccSegment(Buffer.alloc(0))]],
    ['part 3 of 200 of a colour profile', [iccSegment(profile, 3, 200)]],
    ['part 0 of 0 of a colour profile', [iccSegment(profile, 0, 0)]],
    [
      'four megabytes of comments',
      new Array<Buffer>(64).fill(jpegSegment(JPEG_MARKER.comment, Buffer.alloc(65_000))),
    ],
  ])('%s', async (_, segments) => {
    const answer = await server.predict(jpegWithSegments(CHELSEA_JPEG, segments));
    expect(`${answer.status} ${answer.body.toString()}`).toMatch(/^200 .*"prediction":"cat"/);
  });

  it('bytes after the end of the photo', async () => {
    const answer = await server.predict(
      Buffer.concat([CHELSEA_JPEG, Buffer.from('<script>alert(1)</script>')]),
    );
    expect(`${answer.status} ${answer.body.toString()}`).toMatch(/^200 .*"prediction":"cat"/);
  });
});

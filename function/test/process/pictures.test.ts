import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawnHeic } from '../../harness/corpus/heic.ts';
import { MULTIPART, photoForm } from '../../harness/corpus/multipart.ts';
import type { Answer } from '../../harness/exchange.ts';
import { CHELSEA_JPEG, CHELSEA_PNG } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const server = serverUnderTest();
const chelsea = (): Sharp => sharp(CHELSEA_PNG);

interface Prediction {
  prediction: 'cat' | 'dog';
  probability: number;
  confidence: number;
  probabilities: { cat: number; dog: number };
  is_pet: boolean;
  pet_score: number;
  needs_review: boolean;
  inference_time_ms: number;
  model: { name: string; version: string };
  request_id: string;
}

/** The prediction in an answer that must be a good one. */
function predicted(answer: Answer): Prediction {
  expect(`${answer.status} ${answer.body.toString()}`).toMatch(/^200 /);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  return JSON.parse(answer.body.toString()) as Prediction;
}

/**
 * How sure the model is, without the ceiling of a probability: ln(cat / dog). It moves with each change of
 * the pixels where the probability of a sure answer stays at 0.9999.
 */
const logOdds = ({ probabilities: { cat, dog } }: Prediction): number => Math.log(cat / dog);

/** Lossy formats change the pixels; so does a decoder that shrinks while it decodes. */
const LOSSY_TOLERANCE = 1;
/** The same pixels on another way. */
const LOSSLESS_TOLERANCE = 0.1;

const { width, height } = await chelsea().metadata();
const { data: rgb } = await chelsea().raw().toBuffer({ resolveWithObject: true });
const sixteenBit = Uint16Array.from(rgb, (value) => value * 257);
const wideRgb = { width, height, channels: 3 as const };

const pictures: [what: string, type: string, photo: Buffer][] = [
  ['JPEG', 'image/jpeg', CHELSEA_JPEG],
  ['progressive JPEG', 'image/jpeg', await chelsea().jpeg({ progressive: true, quality: 90 }).toBuffer()],
  [
    'JPEG without chroma subsampling',
    'image/jpeg',
    await chelsea().jpeg({ chromaSubsampling: '4:4:4' }).toBuffer(),
  ],
  [
    'CMYK JPEG',
    'image/jpeg',
    await chelsea().toColourspace('cmyk').withIccProfile('cmyk').jpeg({ quality: 95 }).toBuffer(),
  ],
  [
    'JPEG with a Display P3 profile',
    'image/jpeg',
    await chelsea().withIccProfile('p3').jpeg({ quality: 95 }).toBuffer(),
  ],
  ['PNG', 'image/png', CHELSEA_PNG],
  ['interlaced PNG', 'image/png', await chelsea().png({ progressive: true }).toBuffer()],
  ['PNG with a palette', 'image/png', await chelsea().png({ palette: true, colours: 256 }).toBuffer()],
  [
    'PNG in 16 bit',
    'image/png',
    await sharp(sixteenBit, { raw: wideRgb }).toColourspace('rgb16').png().toBuffer(),
  ],
  ['PNG with opaque alpha', 'image/png', await chelsea().ensureAlpha(1).png().toBuffer()],
  ['WebP', 'image/webp', await chelsea().webp({ quality: 90, effort: 0 }).toBuffer()],
  ['lossless WebP', 'image/webp', await chelsea().webp({ lossless: true, effort: 0 }).toBuffer()],
  ['GIF', 'image/gif', await chelsea().gif({ effort: 1 }).toBuffer()],
  ['AVIF', 'image/avif', await chelsea().avif({ quality: 80, effort: 0 }).toBuffer()],
  ['HEIC', 'image/heic', drawnHeic('chelsea')],
  ['TIFF', 'image/tiff', await chelsea().tiff({ compression: 'none' }).toBuffer()],
  ['TIFF with LZW', 'image/tiff', await chelsea().tiff({ compression: 'lzw' }).toBuffer()],
  ['TIFF with JPEG', 'image/tiff', await chelsea().tiff({ compression: 'jpeg', quality: 90 }).toBuffer()],
  ['TIFF in tiles', 'image/tiff', await chelsea().tiff({ compression: 'deflate', tile: true }).toBuffer()],
  [
    'TIFF in 16 bit',
    'image/tiff',
    await sharp(sixteenBit, { raw: wideRgb }).toColourspace('rgb16').tiff({ compression: 'none' }).toBuffer(),
  ],
];

const greyPictures: [what: string, photo: Buffer][] = [
  ['grey JPEG', await chelsea().greyscale().jpeg({ quality: 90 }).toBuffer()],
  ['grey PNG in 16 bit', await chelsea().greyscale().toColourspace('grey16').png().toBuffer()],
  ['grey TIFF', await chelsea().greyscale().tiff({ compression: 'none' }).toBuffer()],
];

const asJpeg = async (): Promise<Prediction> => predicted(await server.predict(CHELSEA_JPEG));

function expectNear(found: Prediction, expected: Prediction, tolerance: number): void {
  expect(found.prediction).toBe(expected.prediction);
  expect(Math.abs(logOdds(found) - logOdds(expected))).toBeLessThan(tolerance);
}

/** The same picture as a plain sRGB JPEG: what a format cannot hold, such as colours outside of CMYK, is lost in both. */
const plainJpeg = (photo: Buffer): Promise<Buffer> =>
  // sharp cannot read HEIC.
  sharp(photo.includes('ftypheic') ? CHELSEA_PNG : photo)
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .jpeg({ quality: 95 })
    .toBuffer();

describe('the sample cat is a cat in every format, with nearly the same probability as a plain sRGB JPEG', () => {
  it.each(pictures)('%s as the body', async (_, type, photo) => {
    const prediction = predicted(await server.predict(photo, { 'Content-Type': type }));
    expect(prediction.prediction).toBe('cat');
    expectNear(prediction, predicted(await server.predict(await plainJpeg(photo))), LOSSY_TOLERANCE);
  });

  it.each(pictures)('%s in a form', async (_, type, photo) => {
    const form = { 'Content-Type': MULTIPART };
    const inForm = predicted(await server.request('POST', '/predict', form, photoForm(photo)));
    const asBody = predicted(await server.predict(photo, { 'Content-Type': type }));
    expect(inForm.probabilities).toEqual(asBody.probabilities);
  });
});

describe('a turned photo is turned upright by its Exif orientation', () => {
  // How the picture must lie in the file so that orientation N shows it upright.
  const laid: [orientation: number, turn: (picture: Sharp) => Sharp][] = [
    [1, (picture) => picture],
    [2, (picture) => picture.flop()],
    [3, (picture) => picture.rotate(180)],
    [4, (picture) => picture.flip()],
    [6, (picture) => picture.rotate(270)],
    [8, (picture) => picture.rotate(90)],
  ];
  it.each(laid)('orientation %d in a JPEG', async (orientation, turn) => {
    const pixels = await turn(chelsea()).png().toBuffer();
    const photo = await sharp(pixels).jpeg({ quality: 100 }).withMetadata({ orientation }).toBuffer();
    expectNear(predicted(await server.predict(photo)), await asJpeg(), LOSSY_TOLERANCE / 4);
  });

  it.each(laid)('orientation %d in a PNG', async (orientation, turn) => {
    const pixels = await turn(chelsea()).png().toBuffer();
    const photo = await sharp(pixels).png().withMetadata({ orientation }).toBuffer();
    const upright = predicted(await server.predict(CHELSEA_PNG));
    expectNear(predicted(await server.predict(photo)), upright, LOSSLESS_TOLERANCE);
  });
});

describe('pictures with less or more than three channels', () => {
  it.each(greyPictures)('%s gives the answer of the grey PNG', async (_, photo) => {
    const grey = predicted(await server.predict(await chelsea().greyscale().png().toBuffer()));
    expectNear(predicted(await server.predict(photo)), grey, LOSSY_TOLERANCE);
  });

  it('what is transparent is laid on white', async () => {
    const hole = {
      input: { create: { width: 225, height: 150, channels: 4 as const, background: '#000f' } },
      left: 0,
      top: 0,
    };
    const transparent = await chelsea()
      .ensureAlpha()
      .composite([{ ...hole, blend: 'dest-out' }])
      .png()
      .toBuffer();
    const white = {
      input: { create: { width: 225, height: 150, channels: 3 as const, background: '#fff' } },
      left: 0,
      top: 0,
    };
    const onWhite = await chelsea().composite([white]).png().toBuffer();
    const [first, second] = [
      predicted(await server.predict(transparent)),
      predicted(await server.predict(onWhite)),
    ];
    expectNear(first, second, LOSSLESS_TOLERANCE);
  });

  it('one pixel is enough', async () => {
    const dot = await chelsea().resize(1, 1).png().toBuffer();
    expect(predicted(await server.predict(dot)).probability).toBeGreaterThanOrEqual(0.5);
  });

  it('an animation is judged by its first frame', async () => {
    const frames = [
      await chelsea().resize(200, 150).png().toBuffer(),
      await sharp({ create: { width: 200, height: 150, channels: 3, background: '#777' } })
        .png()
        .toBuffer(),
    ];
    const animation = await sharp(frames, { join: { animated: true } })
      .gif({ effort: 1 })
      .toBuffer();
    const still = await sharp(frames[0]).gif({ effort: 1 }).toBuffer();
    const [first, second] = [
      predicted(await server.predict(animation)),
      predicted(await server.predict(still)),
    ];
    expectNear(first, second, LOSSY_TOLERANCE);
  });
});

describe('the answer', () => {
  it('has every field, and they agree with each other', async () => {
    const { request_id, ...prediction } = predicted(
      await server.predict(CHELSEA_JPEG, { 'X-Request-Id': 'sample-1' }),
    );
    expect(request_id).toBe('sample-1');
    expect(Object.keys(prediction).sort()).toEqual(
      [
        'confidence',
        'inference_time_ms',
        'is_pet',
        'model',
        'needs_review',
        'pet_score',
        'photo_sha256',
        'prediction',
        'probabilities',
        'probability',
      ].sort(),
    );
    expect(prediction).toMatchObject({ is_pet: true, needs_review: false });
    expect(prediction.pet_score).toBe(Math.round(prediction.pet_score * 1e4) / 1e4);
    expect(prediction.probability).toBe(Math.max(prediction.probabilities.cat, prediction.probabilities.dog));
    expect(prediction.probabilities.cat + prediction.probabilities.dog).toBeCloseTo(1, 5);
    expect(prediction.confidence).toBe(Math.round(prediction.probability * 1e4) / 1e4);
    expect(prediction.inference_time_ms).toBeGreaterThan(0);
    expect(prediction.model).toEqual({
      name: 'cats-vs-dogs',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
  });

  it('to the same photo is the same, many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 32 }, () => server.predict(CHELSEA_JPEG)));
    const distinct = new Set(answers.map((answer) => JSON.stringify(predicted(answer).probabilities)));
    expect(distinct.size).toBe(1);
  });

  it('goes to the one who asked: different photos at once are not mixed up', async () => {
    const answersOf = (which: number[]) =>
      Promise.all(which.map((index) => server.predict(pictures[index % pictures.length]![2])));
    const alone: string[] = [];
    for (let index = 0; index < pictures.length; index += 1) {
      const [answer] = await answersOf([index]);
      alone.push(JSON.stringify(predicted(answer!).probabilities));
    }
    const together = await answersOf(Array.from({ length: 3 * pictures.length }, (_, index) => index));
    together.forEach((answer, index) => {
      expect(JSON.stringify(predicted(answer).probabilities)).toBe(alone[index % pictures.length]);
    });
  });
});

describe('the log', () => {
  it('has one JSON line for a photo, and nothing of the photo or of a header', async () => {
    await server.predict(CHELSEA_JPEG, {
      'X-Request-Id': 'logged-1',
      Authorization: 'Bearer secret-token',
      'User-Agent': 'curious/1.0',
    });
    const lines = () =>
      server
        .output()
        .split('\n')
        .filter((line) => line.includes('logged-1'));
    await expect.poll(lines).toHaveLength(1);
    const [line = ''] = lines();
    expect(JSON.parse(line)).toMatchObject({
      method: 'POST',
      path: '/predict',
      status: 200,
      is_pet: true,
      needs_review: false,
    });
    expect(line).toMatch(/"cat"/);
    expect(server.output()).not.toMatch(/secret-token|curious/);
    expect(server.output()).not.toContain(CHELSEA_JPEG.subarray(0, 64).toString('base64'));
  });
});

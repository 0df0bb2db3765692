import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { appUnderTest, redIsCat } from '../../harness/app-under-test.ts';
import { plainJpeg } from '../../harness/pictures.ts';
import type { Session } from '../../src/model/session.ts';
import { fetchDocumented, jsonOf } from '../helpers/documented.ts';

type Body = NonNullable<RequestInit['body']>;

const colour = (background: string) =>
  sharp({ create: { width: 200, height: 150, channels: 3, background } })
    .jpeg()
    .toBuffer();

const sureCat = { probabilities: Float32Array.of(1, 0), inferenceMs: 1 };

const post = (body: Body, headers: Record<string, string> = {}) => ({ method: 'POST', body, headers });

function form(...fields: [name: string, value: string | Blob][]): FormData {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value);
  return data;
}

const file = (bytes: Buffer | string) => new Blob([bytes], { type: 'image/jpeg' });

describe('POST /predict', () => {
  it('answers a photo in the multipart field "file"', async () => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/predict', post(form(['file', file(await colour('#f00'))])));
    expect(response.status).toBe(200);
    const answer = await jsonOf(response);
    expect(answer).toMatchObject({
      prediction: 'cat',
      inference_time_ms: 1.25,
      model: { name: 'cats-vs-dogs', version: '1.0.0' },
      request_id: response.headers.get('x-request-id'),
    });
    expect(answer.probability).toBe(answer.probabilities.cat);
    expect(answer.confidence).toBe(Math.round(answer.probability * 1e4) / 1e4);
    expect(answer.probabilities.cat + answer.probabilities.dog).toBeCloseTo(1, 6);
    expect(answer.probability).toBeGreaterThan(0.98);
  });

  it.each(['image/jpeg', 'application/octet-stream', 'IMAGE/PNG; q=1', 'image/x-made-up'])(
    'answers a photo that is the body itself, as %s',
    async (type) => {
      const { url } = await appUnderTest();
      const response = await fetchDocumented(
        url,
        '/predict',
        post(await colour('#003'), { 'content-type': type }),
      );
      expect((await jsonOf(response)).prediction).toBe('dog');
    },
  );

  it('gives the probability of the predicted class, not of the first', async () => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(
      url,
      '/predict',
      post(await colour('#000'), { 'content-type': 'image/jpeg' }),
    );
    const { prediction, probability, probabilities } = await jsonOf(response);
    expect([prediction, probability]).toEqual(['dog', probabilities.dog]);
    expect(probability).toBeGreaterThan(0.99);
  });

  it.each([
    ['a sure pet', '#f00', true, false],
    ['a pet of an unsure class', '#900', true, true],
    ['surely a dog, were it a pet', '#0f0', false, false],
    ['neither', '#9f0', false, true],
  ])(
    'says of %s whether it is a pet and whether it needs review',
    async (_, background, isPet, needsReview) => {
      const { url } = await appUnderTest();
      const photo = post(await colour(background), { 'content-type': 'image/jpeg' });
      const answer = await jsonOf(await fetchDocumented(url, '/predict', photo));
      expect(answer).toMatchObject({ is_pet: isPet, needs_review: needsReview });
      expect(['cat', 'dog']).toContain(answer.prediction);
      expect(answer.pet_score > 0.5).toBe(isPet);
    },
  );

  it('decides by the pet score before it is rounded', async () => {
    const session: Session = { ...redIsCat, run: async () => ({ ...sureCat, petScore: 0.49996 }) };
    const { url } = await appUnderTest({ session });
    const photo = post(await colour('#f00'), { 'content-type': 'image/jpeg' });
    const answer = await jsonOf(await fetchDocumented(url, '/predict', photo));
    expect(answer).toMatchObject({ is_pet: false, pet_score: 0.5 });
  });

  it.each([
    ['in a form', (bytes: Buffer) => post(form(['file', file(bytes)]))],
    ['as the body', (bytes: Buffer) => post(bytes, { 'content-type': 'image/jpeg' })],
  ])('names the photo that came %s by its SHA-256, and tells the parts of the time', async (_, request) => {
    const { url } = await appUnderTest();
    const bytes = await colour('#f00');
    const response = await fetchDocumented(url, '/predict', request(bytes));
    const { photo_sha256 } = await jsonOf(response);
    expect(photo_sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(response.headers.get('server-timing')).toMatch(
      /^receive;dur=[\d.]+, decode;dur=[\d.]+, inference;dur=1\.25$/,
    );
  });

  it('keeps the order of its fields, new ones before the time', async () => {
    const { url } = await appUnderTest();
    const photo = post(await colour('#f00'), { 'content-type': 'image/jpeg' });
    expect(Object.keys(await jsonOf(await fetchDocumented(url, '/predict', photo)))).toEqual([
      'prediction',
      'probability',
      'confidence',
      'probabilities',
      'is_pet',
      'pet_score',
      'needs_review',
      'photo_sha256',
      'inference_time_ms',
      'model',
      'request_id',
    ]);
  });
});

describe('a body without one photo in it', async () => {
  const photo = await plainJpeg();
  it.each<[string, Body, number, string]>([
    ['no field at all', form(), 400, 'file_missing'],
    ['another field', form(['photo', file(photo)]), 400, 'field_unexpected'],
    ['a text field beside the file', form(['file', file(photo)], ['note', 'hello']), 400, 'field_unexpected'],
    ['a text in the field "file"', form(['file', 'hello']), 400, 'field_unexpected'],
    ['two files', form(['file', file(photo)], ['file', file(photo)]), 400, 'file_duplicated'],
    ['an empty file', form(['file', file('')]), 400, 'file_empty'],
    ['a text file', form(['file', file('hello')]), 415, 'image_type_unsupported'],
    ['half a photo', form(['file', file(photo.subarray(0, photo.length / 2))]), 422, 'image_corrupt'],
  ])('%s is refused for what it is', async (_, body, status, code) => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/predict', post(body));
    expect([response.status, (await jsonOf(response)).code]).toEqual([status, code]);
  });

  it.each([
    ['without a boundary', 'multipart/form-data', 'x', 'multipart_malformed'],
    ['with another boundary', 'multipart/form-data; boundary=b', '--a\r\n\r\n', 'multipart_malformed'],
    [
      'that ends within a part',
      'multipart/form-data; boundary=a',
      '--a\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nhello',
      'multipart_malformed',
    ],
  ])('a multipart body %s is refused', async (_, type, body, code) => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/predict', post(body, { 'content-type': type }));
    expect([response.status, (await jsonOf(response)).code]).toEqual([400, code]);
  });

  it('a body of boundaries alone is given up early', async () => {
    const { url } = await appUnderTest();
    const before = process.memoryUsage().rss;
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const response = await fetchDocumented(url, '/predict', post(Buffer.alloc(9e6, '--b\r\n'), headers));
    expect(response.status).toBe(400);
    expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
  });

  it.each([
    ['text/plain', 'hello'],
    ['application/x-www-form-urlencoded', 'a=b'],
    ['nonsense', 'hello'],
  ])('Content-Type %s is refused with 415 and Accept-Post', async (type, body) => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/predict', post(body, { 'content-type': type }));
    expect([response.status, (await jsonOf(response)).code]).toEqual([415, 'content_type_unsupported']);
    expect(response.headers.get('accept-post')).toContain('image/*');
  });

  it('a Content-Encoding is refused with 415', async () => {
    const { url } = await appUnderTest();
    const headers = { 'content-type': 'image/jpeg', 'content-encoding': 'gzip' };
    const response = await fetchDocumented(url, '/predict', post('x', headers));
    expect([response.status, (await jsonOf(response)).code]).toEqual([415, 'content_encoding_unsupported']);
  });
});

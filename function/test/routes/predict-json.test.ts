import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { appUnderTest, type Options } from '../../harness/app-under-test.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { fetchDocumented, jsonOf } from '../helpers/documented.ts';

const red = { create: { width: 200, height: 150, channels: 3 as const, background: '#f00' } };
const photo = await sharp(red).jpeg().toBuffer();
/** Longer than what the reader of JSON takes for a short string. */
const large = CHELSEA_JPEG;
const base64 = photo.toString('base64');

async function ask(body: string, { path = '/predict', ...options }: Options & { path?: string } = {}) {
  const { url } = await appUnderTest(options);
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  const response = await fetchDocumented(url, path, init);
  return { status: response.status, answer: await jsonOf(response) };
}

describe('a photo as JSON', () => {
  it.each<[string, unknown]>([
    ['base64', { image_base64: base64 }],
    ['base64 without padding', { image_base64: base64.replace(/=+$/, '') }],
    ['base64 of the alphabet for URLs', { image_base64: photo.toString('base64url') }],
    ['a data URL', { image_base64: `data:image/jpeg;base64,${base64}` }],
    ['a data URL with parameters', { image_base64: `DATA:image/svg+xml;charset=utf-8;BASE64,${base64}` }],
    ['a data URL without a type', { image_base64: `data:;base64,${base64}` }],
    ['with null for the other property', { image_base64: base64, url: null }],
  ])('is answered as %s', async (_, body) => {
    const { status, answer } = await ask(JSON.stringify(body));
    expect([status, answer.prediction]).toEqual([200, 'cat']);
    expect(answer.photo_sha256).toBe(createHash('sha256').update(photo).digest('hex'));
  });

  it.each([
    ['', (text: string) => text],
    [
      ' with escapes',
      (text: string) => text.replaceAll('/', '\\/').replaceAll('+', '\\u002B').replaceAll('=', '\\u003d'),
    ],
  ])('is answered when it is long%s', async (_, escaped) => {
    expect(large.length).toBeGreaterThan(4096);
    for (const head of ['', 'data:image/png;base64,']) {
      const { answer } = await ask(`{ "image_base64" : "${escaped(head + large.toString('base64'))}" }`);
      expect(answer.photo_sha256).toBe(createHash('sha256').update(large).digest('hex'));
    }
  });

  it('is explained, too', async () => {
    const { status, answer } = await ask(JSON.stringify({ image_base64: base64 }), { path: '/explain' });
    expect([status, answer.code]).toEqual([404, 'explanation_unavailable']);
  });

  it.each([
    ['nothing', ''],
    ['no JSON', '{"image_base64":'],
    ['a text', '"cat"'],
    ['a list', `[{"image_base64":"${base64}"}]`],
    ['null', 'null'],
    ['no property', '{}'],
    ['both properties', `{"image_base64":"${base64}","url":"https://a.example/"}`],
    ['another property', `{"image":"${base64}"}`],
    ['one property more', `{"image_base64":"${base64}","name":"Tom"}`],
    ['an inherited property', '{"__proto__":{"url":"https://a.example/"}}'],
    ['a number', '{"image_base64":7}'],
    ['a list of numbers', '{"image_base64":[255,216]}'],
    ['no base64', '{"image_base64":"a cat sat on a mat!"}'],
    ['base64 with line breaks', `{"image_base64":"${base64.slice(0, 76)}\\n${base64.slice(76)}"}`],
    ['a data URL that is not base64', '{"image_base64":"data:image/svg+xml,%3Csvg%3E"}'],
    ['a wide character', `{"image_base64":"${base64.slice(0, -4)}\u0141AAA"}`],
    ['a URL as a number', '{"url":7}'],
    ['a long URL', `{"url":"https://a.example/${'x'.repeat(4090)}"}`],
    ['a very long URL', `{"url":"https://a.example/${'x'.repeat(90_000)}"}`],
    ['a long name', `{"${'x'.repeat(5000)}":1}`],
    ['brackets', '['.repeat(100_000)],
    ['blanks', `${' '.repeat(100_000)}{}`],
  ])('is refused: %s', async (_, body) => {
    const { status, answer } = await ask(body);
    expect([status, answer.code]).toEqual([400, 'json_malformed']);
    expect(answer.detail).toContain('Send {"image_base64": "..."} or {"url": "https://..."}.');
  });

  it.each([
    ['no bytes', '', 400, 'file_empty'],
    ['no bytes in a data URL', 'data:image/png;base64,', 400, 'file_empty'],
    ['a text', Buffer.from('a cat sat on a mat').toString('base64'), 415, 'image_type_unsupported'],
    ['half of a photo', photo.subarray(0, photo.length / 2).toString('base64'), 422, 'image_corrupt'],
  ])('has the errors of any photo: %s', async (_, image_base64, status, code) => {
    const answered = await ask(JSON.stringify({ image_base64 }));
    expect([answered.status, answered.answer.code]).toEqual([status, code]);
  });

  it('has the limit of any body', async () => {
    const body = JSON.stringify({ image_base64: base64 });
    const { status, answer } = await ask(body, { env: { MAX_UPLOAD_BYTES: '500' } });
    expect([status, answer.code]).toEqual([413, 'body_too_large']);
  });
});

// The examples of openapi.json are what the function answers.
import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../../harness/app-under-test.ts';
import { exchange, requestBytes } from '../../harness/exchange.ts';
import { CHELSEA_JPEG, flatOfSize } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { recordSampleAnswers } from '../../record-sample-answers.ts';
import { type ErrorCode, errors, overloaded, toRequestError } from '../../src/errors.ts';
import { errorExamples, exampleNameOf, v2ExampleNameOf } from '../../src/openapi/error-examples.ts';
import sample from '../../src/openapi/sample-answers.json' with { type: 'json' };

/** Other processors calculate another last digit. */
const DIGITS = 2;

/** Matches a value whose numbers and times differ a little. */
function alike(value: unknown, key = ''): unknown {
  if (key === 'inference_time_ms') return expect.any(Number);
  // A release of the function or of the model alone needs no other examples.
  if (key === 'version') return expect.stringMatching(/^\d+\.\d+\.\d+$/);
  if (typeof value === 'number') return expect.closeTo(value, DIGITS);
  if (Array.isArray(value)) return value.map((one) => alike(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, alike(inner, name)]));
}

const wide = await flatOfSize(40_000, 30).png().toBuffer();
const server = serverUnderTest();

it('records what is in sample-answers.json: npx . generate sample-answers', async () => {
  const { metrics, ...answers } = await recordSampleAnswers(server.url);
  const { metrics: shown, ...expected } = sample;
  const withoutCounts = (text: string) => text.replaceAll(/ \d+$/gm, '');
  expect(answers).toEqual(alike(expected));
  expect(withoutCounts(metrics)).toBe(withoutCounts(shown));
});

describe('the example of each error', () => {
  const examples = errorExamples();
  const detailOf = (code: ErrorCode) => (examples[exampleNameOf(code)]!.value as { detail: string }).detail;

  const OCTETS = { 'Content-Type': 'application/octet-stream' };
  const JSON_TYPE = { 'Content-Type': 'application/json' };
  const MULTIPART = { 'Content-Type': 'multipart/form-data; boundary=b' };
  const part = (name: string, file = true) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${file ? '; filename="a.jpg"' : ''}\r\n\r\nx\r\n`;
  const form = (...parts: string[]) => Buffer.from(`${parts.join('')}--b--\r\n`);
  const eventHeaders = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/photos', 'ce-type': 'photo' };
  const photo = CHELSEA_JPEG;
  const url = Buffer.from('{"url":"https://photos.example.com/a.jpg"}');
  const infer = '/v2/models/cats-vs-dogs/infer';

  type Case = [code: ErrorCode, path: string, headers: Record<string, string>, body?: Buffer];
  const byPost: Case[] = [
    ['file_missing', '/predict', MULTIPART, form()],
    ['file_duplicated', '/predict', MULTIPART, form(part('file'), part('file'))],
    ['field_unexpected', '/predict', MULTIPART, form(part('note', false))],
    ['file_empty', '/predict', OCTETS, Buffer.alloc(0)],
    ['multipart_malformed', '/predict', MULTIPART, Buffer.from('--b\r\nnothing')],
    ['query_invalid', '/predict?explain=perhaps', OCTETS, photo],
    ['event_malformed', '/events', { ...OCTETS }, photo],
    [
      'event_unexpected',
      '/events',
      { ...OCTETS, ...eventHeaders, 'ce-type': 'cats-vs-dogs.prediction' },
      photo,
    ],
    ['inference_request_invalid', infer, JSON_TYPE, Buffer.from('{"inputs":[]}')],
    ['not_found', '/nowhere', OCTETS, photo],
    ['not_acceptable', '/explain', { ...OCTETS, Accept: 'text/csv' }, photo],
    ['body_too_large', '/predict', OCTETS, Buffer.alloc(10 * 1024 * 1024 + 1)],
    ['files_too_many', '/predict/batch', MULTIPART, form(...new Array(33).fill(part('file')))],
    ['content_encoding_unsupported', '/predict', { ...OCTETS, 'Content-Encoding': 'gzip' }, photo],
    ['content_type_unsupported', '/predict', { 'Content-Type': 'text/plain' }, photo],
    ['image_type_unsupported', '/predict', OCTETS, Buffer.from('no photo')],
    ['expectation_unsupported', '/predict', { ...OCTETS, Expect: 'a-miracle' }, photo],
    ['image_corrupt', '/predict', OCTETS, photo.subarray(0, 200)],
    ['image_too_large', '/predict', OCTETS, wide],
    ['url_refused', '/events', { ...JSON_TYPE, ...eventHeaders }, url],
  ];
  const otherwise: [code: ErrorCode, request: Buffer | string][] = [
    ['body_unexpected', requestBytes('GET', '/health', OCTETS, photo)],
    ['request_malformed', 'nonsense\r\n\r\n'],
    ['method_not_allowed', requestBytes('GET', '/predict')],
    ['headers_too_large', requestBytes('GET', '/health', { 'X-Long': 'x'.repeat(1e6) })],
    ['method_unknown', requestBytes('BREW', '/predict')],
  ];

  it.each(byPost)('%s', async (code, path, headers, body) => {
    const { answers } = await exchange(server.port, requestBytes('POST', path, headers, body), {
      answers: 1,
    });
    const found = JSON.parse(answers[0]!.body.toString()) as { detail?: string; error?: string };
    expect(found.error ?? found.detail).toBe(detailOf(code));
  });

  it.each(otherwise)('%s', async (code, request) => {
    const { answers } = await exchange(server.port, request, { answers: 1 });
    expect(JSON.parse(answers[0]!.body.toString())).toMatchObject({ code, detail: detailOf(code) });
  });

  it('not_found in the Open Inference Protocol', async () => {
    const { body } = await server.request('GET', '/v2/models/unknown');
    expect(JSON.parse(body.toString())).toEqual(examples[v2ExampleNameOf('not_found')]!.value);
  });

  it('explanation_unavailable, not_ready, overloaded and internal_error', async () => {
    const post = async (app: { url: string }, path: string) =>
      (await (await fetch(app.url + path, { method: 'POST', body: photo })).json()) as { detail: string };
    expect((await post(await appUnderTest(), '/explain')).detail).toBe(detailOf('explanation_unavailable'));
    expect((await post(await appUnderTest({ ready: false }), '/predict')).detail).toBe(detailOf('not_ready'));
    expect(overloaded().message).toBe(detailOf('overloaded'));
    expect(toRequestError(new Error()).message).toBe(detailOf('internal_error'));
  });

  it('is there for every error', () => {
    for (const code of Object.keys(errors) as ErrorCode[]) expect(detailOf(code)).toMatch(/^[A-Z].*\.$/);
  });
});

import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AppUnderTest, appUnderTest, type Options } from '../../harness/app-under-test.ts';
import { fetchDocumented, jsonOf } from '../helpers/documented.ts';

const digestOf = (number: number) => number.toString(16).padStart(64, '0');
const corrected = {
  ...{ photo_sha256: digestOf(1), verdict: 'dog', predicted: 'cat', probability: 0.999 },
  ...{ model: '1.0.0', source: 'page' },
};

const postTo = async ({ url }: AppUnderTest, body: string, type = 'application/json') =>
  fetchDocumented(url, '/verdicts', { method: 'POST', headers: { 'content-type': type }, body });
const post = (app: AppUnderTest, value: unknown) => postTo(app, JSON.stringify(value));

async function posted(value: unknown, options?: Options) {
  const app = await appUnderTest(options);
  const response = await post(app, value);
  return { app, response, answer: await jsonOf(response) };
}

const KEY = 'secret-1';

async function keysFile(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'verdicts-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'keys');
  await writeFile(file, `shelter:${createHash('sha256').update(KEY).digest('hex')}\n`);
  return file;
}

const linesOf = (app: AppUnderTest) => app.log.filter(({ message }) => message === 'verdict');
const metricsOf = async (app: AppUnderTest) => {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith('prediction_verdicts_total'));
};

describe('POST /verdicts', () => {
  it('takes one verdict into log and metrics', async () => {
    const { app, response, answer } = await posted(corrected);
    expect(answer).toEqual({ accepted: 1, repeated: 0 });
    const request_id = response.headers.get('x-request-id');
    expect(linesOf(app)).toEqual([expect.objectContaining({ level: 'info', request_id, ...corrected })]);
    expect(await metricsOf(app)).toEqual([
      'prediction_verdicts_total{predicted="cat",verdict="dog",reviewed="false"} 1',
    ]);
  });

  it.each([
    ['a list', 'application/json', (rows: object[]) => JSON.stringify(rows)],
    [
      'lines',
      'application/x-ndjson',
      (rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\r\n`).join('\n'),
    ],
  ])('takes many as %s', async (_, type, textOf) => {
    const app = await appUnderTest();
    const rows = Array.from({ length: 1000 }, (_, index) => ({
      ...corrected,
      photo_sha256: digestOf(index),
    }));
    const response = await postTo(app, textOf(rows), type);
    expect(await jsonOf(response)).toEqual({ accepted: 1000, repeated: 0 });
    expect(linesOf(app)).toHaveLength(1000);
  });

  it('takes null for what is absent', async () => {
    const { app } = await posted({ ...corrected, predicted: null, source: null });
    expect(linesOf(app)[0]).not.toHaveProperty('source');
    expect(await metricsOf(app)).toEqual([
      'prediction_verdicts_total{predicted="unknown",verdict="dog",reviewed="unknown"} 1',
    ]);
  });

  it.each([
    ['an unsure answer', { probability: 0.7 }, 'predicted="cat",verdict="dog",reviewed="true"'],
    [
      'what the answer said of itself',
      { needs_review: true },
      'predicted="cat",verdict="dog",reviewed="true"',
    ],
    [
      'no pet',
      { predicted: 'neither', verdict: 'neither' },
      'predicted="neither",verdict="neither",reviewed="false"',
    ],
    [
      'an answer of another model',
      { model: '0.9.0' },
      'predicted="unknown",verdict="dog",reviewed="unknown"',
    ],
    ['an unknown probability', { probability: null }, 'predicted="unknown",verdict="dog",reviewed="unknown"'],
  ])('counts %s', async (_, changes, labels) => {
    const { app } = await posted({ ...corrected, ...changes });
    expect(await metricsOf(app)).toEqual([`prediction_verdicts_total{${labels}} 1`]);
  });

  it('counts a photo of a model once; a changed verdict is logged, and not counted again', async () => {
    const { app } = await posted(corrected);
    expect(await jsonOf(await post(app, [corrected, corrected]))).toEqual({ accepted: 0, repeated: 2 });
    expect(await jsonOf(await post(app, { ...corrected, verdict: 'cat' }))).toEqual({
      accepted: 1,
      repeated: 0,
    });
    expect(linesOf(app).map(({ verdict }) => verdict)).toEqual(['dog', 'cat']);
    expect(await metricsOf(app)).toEqual([
      'prediction_verdicts_total{predicted="cat",verdict="dog",reviewed="false"} 1',
    ]);
    await post(app, { ...corrected, model: '0.9.0' });
    expect(await metricsOf(app)).toHaveLength(2);
  });

  it('forgets the oldest photo beyond 10,000', async () => {
    const { app } = await posted(corrected);
    for (let from = 10; from < 10_010; from += 1000) {
      await post(
        app,
        Array.from({ length: 1000 }, (_, index) => ({
          photo_sha256: digestOf(from + index),
          verdict: 'cat',
        })),
      );
    }
    expect(await jsonOf(await post(app, corrected))).toEqual({ accepted: 1, repeated: 0 });
    expect(await jsonOf(await post(app, { photo_sha256: digestOf(5000), verdict: 'cat' }))).toEqual({
      accepted: 0,
      repeated: 1,
    });
  });
});

describe('verdicts that are wrong', () => {
  it.each([
    [
      'no digest',
      { photo_sha256: undefined },
      'photo_sha256 must be the SHA-256 of the file, 64 digits of 0-9 and a-f',
    ],
    ['a short digest', { photo_sha256: 'f00' }, 'photo_sha256 must be'],
    ['a digest in upper case', { photo_sha256: 'F'.repeat(64) }, 'photo_sha256 must be'],
    ['no verdict', { verdict: undefined }, 'verdict must be one of cat, dog, neither'],
    ['an impossible verdict', { verdict: 'rabbit' }, 'verdict must be one of cat, dog, neither'],
    ['an inherited word', { verdict: 'constructor' }, 'verdict must be one of'],
    ['another class', { predicted: 'Cat' }, 'predicted must be one of cat, dog, neither'],
    ['too probable', { probability: 1.01 }, 'probability must be a number from 0 to 1'],
    ['a probability as text', { probability: '0.9' }, 'probability must be a number'],
    ['a review as text', { needs_review: 'true' }, 'needs_review must be true or false'],
    ['a model as the answer has it', { model: { name: 'a', version: '1' } }, 'model must be up to 64'],
    ['a name of a person', { source: 'Jane Doe' }, 'source must be up to 64'],
    ['a long source', { source: 'x'.repeat(5000) }, 'source must be up to 64'],
    [
      'another property',
      { comment: 'a"b' },
      'there is no property "comment"; there are photo_sha256, verdict',
    ],
    ['an inherited property', { toString: 1 }, 'there is no property "toString"'],
  ])('%s', async (_, changes, detail) => {
    const { app, response, answer } = await posted([corrected, { ...corrected, ...changes }]);
    expect([response.status, answer.code]).toEqual([400, 'verdict_invalid']);
    expect(answer.errors).toEqual([{ row: 2, detail: expect.stringContaining(detail) }]);
    expect(answer.detail).toContain(`No verdict was taken: 1 of 2 are wrong; row 2: ${detail}`);
    expect([linesOf(app), await metricsOf(app)]).toEqual([[], []]);
  });

  it.each([
    ['nothing', 'application/json', '', 1, 'this is not JSON'],
    ['no JSON', 'application/json', '{"photo_sha256":', 1, 'this is not JSON'],
    ['a number', 'application/json', '7', 1, 'a verdict must be an object'],
    ['null', 'application/json', 'null', 1, 'a verdict must be an object'],
    ['an empty list', 'application/json', '[]', 1, 'there is no verdict'],
    ['no line', 'application/x-ndjson', '\n \n', 1, 'there is no verdict'],
    [
      'a line that is cut off',
      'application/x-ndjson',
      `\n${JSON.stringify(corrected)}\n{"a`,
      3,
      'this is not JSON',
    ],
    ['lists on lines', 'application/x-ndjson', '[]', 1, 'a verdict must be an object'],
  ])('%s', async (_, type, body, row, detail) => {
    const response = await postTo(await appUnderTest(), body, type);
    expect(response.status).toBe(400);
    expect((await jsonOf(response)).errors).toEqual([{ row, detail }]);
  });

  it('many are counted, and the first 50 named', async () => {
    const { answer } = await posted(Array.from({ length: 300 }, () => ({ verdict: 'cat' })));
    expect(answer.errors).toHaveLength(50);
    expect(answer.detail).toContain('300 of 300 are wrong; row 1: ');
  });

  it.each([
    [
      '1,001 verdicts',
      Array.from({ length: 1001 }, (_, index) => ({ ...corrected, photo_sha256: digestOf(index) })),
    ],
    ['brackets alone', Array.from({ length: 100_000 }, () => [])],
  ])('%s are too many, and none of them is taken', async (_, value) => {
    const { app, response, answer } = await posted(value);
    expect([response.status, answer.code]).toEqual([413, 'verdicts_too_many']);
    expect([linesOf(app), await metricsOf(app)]).toEqual([[], []]);
  });

  it('10,000 verdicts are too large a body', async () => {
    const { app, response, answer } = await posted(Array.from({ length: 10_000 }, () => corrected));
    expect([response.status, answer.code]).toEqual([413, 'body_too_large']);
    expect(linesOf(app)).toEqual([]);
  });

  it('are no JSON by their type', async () => {
    const response = await postTo(await appUnderTest(), 'a,b', 'text/csv');
    expect([response.status, response.headers.get('accept-post')]).toEqual([
      415,
      'application/json, application/x-ndjson',
    ]);
  });
});

describe('who may send verdicts', () => {
  it('nobody where they are switched off', async () => {
    const { response, answer } = await posted(corrected, { env: { VERDICTS: 'off' } });
    expect([response.status, answer.code]).toEqual([404, 'not_found']);
  });

  it('nobody before the model is loaded', async () => {
    expect((await posted(corrected, { ready: false })).response.status).toBe(503);
  });

  it('who has a key, where keys are asked for, as often as its limit says', async () => {
    const env = { API_KEYS_FILE: await keysFile(), RATE_LIMIT_PHOTOS: '2', RATE_LIMIT_WINDOW_SECONDS: '600' };
    const app = await appUnderTest({ env });
    expect((await post(app, corrected)).status).toBe(401);
    const statuses: number[] = [];
    for (let times = 0; times < 3; times++) {
      const headers = { 'content-type': 'application/json', 'x-api-key': KEY };
      const init = { method: 'POST', headers, body: JSON.stringify(corrected) };
      statuses.push((await fetchDocumented(app.url, '/verdicts', init)).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
    expect(JSON.stringify(linesOf(app))).not.toContain('shelter');
  });
});

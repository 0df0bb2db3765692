import { once } from 'node:events';
import { request } from 'node:http';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { appUnderTest, redIsCat } from '../../harness/app-under-test.ts';
import { BOUNDARY, MULTIPART, multipart, type Part, part } from '../../harness/corpus/multipart.ts';
import { exchange, requestBytes } from '../../harness/exchange.ts';
import type { Session } from '../../src/model/session.ts';
import { fetchDocumented, jsonOf } from '../helpers/documented.ts';

const colour = (background: string) =>
  sharp({ create: { width: 200, height: 150, channels: 3, background } })
    .jpeg()
    .toBuffer();
const cat = await colour('#f00');
const dog = await colour('#00f');
const photo = (data: Buffer | string, filename = 'a.jpg'): Part => ({ name: 'file', filename, data });

const post = (parts: readonly Part[] | Buffer, headers: Record<string, string> = {}) => ({
  method: 'POST',
  headers: { 'content-type': MULTIPART, ...headers },
  body: new Uint8Array(Buffer.isBuffer(parts) ? parts : multipart(parts)),
});
const LINES = 'application/x-ndjson';
const NDJSON = { accept: LINES };

const allGivenBack = /^predictions_in_flight 0$[\s\S]*^prediction_body_bytes_in_flight 0$/m;
/** The metrics page as one text. */
const metricsOf = async (url: string) => (await fetch(`${url}/metrics`)).text();

describe('POST /predict/batch', () => {
  it('answers each photo as /predict does, in the order of the form', async () => {
    const { url } = await appUnderTest();
    const names = ['0.jpg', '1.jpg', '2.jpg', 'ä "3".jpg'];
    const parts = [
      photo(cat, names[0]),
      photo(dog, names[1]),
      photo(dog, names[2]),
      photo(cat, 'ä %223%22.jpg'),
    ];
    const response = await fetchDocumented(url, '/predict/batch', post(parts));
    expect(response.status).toBe(200);
    const { results } = await jsonOf(response);
    expect(results.map(({ index, prediction }: Record<string, unknown>) => [index, prediction])).toEqual([
      [0, 'cat'],
      [1, 'dog'],
      [2, 'dog'],
      [3, 'cat'],
    ]);
    expect(results[3].filename).toBe('ä %223%22.jpg');
    const single = await jsonOf(await fetch(`${url}/predict`, post([photo(cat)])));
    expect(results[0]).toEqual({
      ...single,
      index: 0,
      filename: '0.jpg',
      request_id: response.headers.get('x-request-id'),
    });
  });

  it.each([
    [`${'a'.repeat(254)}\u{1F436}.jpg`, 'a'.repeat(254)],
    [`${'a'.repeat(253)}\u{1F436}.jpg`, `${'a'.repeat(253)}\u{1F436}`],
    [`${'a'.repeat(254)}é.jpg`, `${'a'.repeat(254)}é`],
  ])('cuts a long filename between two characters (%#)', async (filename, expected) => {
    const { url } = await appUnderTest();
    const response = await fetch(`${url}/predict/batch`, post([photo('no photo', filename)]));
    const { results } = await jsonOf(response);
    expect(results[0].filename).toBe(expected);
  });

  it('judges a whole batch of photos that arrive in many pieces, the last while others are still judged', async () => {
    const { url } = await appUnderTest();
    // Bytes after the picture's end make it as long as a real one.
    const long = Buffer.concat([cat, Buffer.alloc(15_000, 7)]);
    const response = await fetch(`${url}/predict/batch`, post(new Array(32).fill(photo(long))));
    expect(response.status).toBe(200);
    const { results } = await jsonOf(response);
    expect(results.map(({ prediction }: Record<string, unknown>) => prediction)).toEqual(
      new Array(32).fill('cat'),
    );
  });

  it('gives each bad photo its own error, with the codes of /predict, and the good ones their answers', async () => {
    const { url } = await appUnderTest({ env: { MAX_UPLOAD_BYTES: '100000' } });
    const bad = [
      ['empty', ''],
      ['text', 'no photo'],
      ['truncated', cat.subarray(0, cat.length / 2)],
      ['oversize', Buffer.concat([cat, Buffer.alloc(100_000)])],
    ] as const;
    const parts = [photo(cat), ...bad.map(([name, data]) => photo(data, name)), photo(dog)];
    const response = await fetchDocumented(url, '/predict/batch', post(parts));
    expect(response.status).toBe(200);
    const { results } = await jsonOf(response);
    expect(
      results.map(({ prediction, error }: Record<string, { code: string }>) => error?.code ?? prediction),
    ).toEqual(['cat', 'file_empty', 'image_type_unsupported', 'image_corrupt', 'body_too_large', 'dog']);
    for (const { error, filename } of results.slice(1, 5)) {
      const alone = await fetch(`${url}/predict`, post([photo(bad.find(([name]) => name === filename)![1])]));
      expect([error.status, error.code]).toEqual([alone.status, (await jsonOf(alone)).code]);
    }
  });

  it('counts and logs each photo of it', async () => {
    const { url, logged } = await appUnderTest();
    const response = await fetch(
      `${url}/predict/batch`,
      post([photo(cat), photo('x'), photo(dog), photo(dog)]),
    );
    expect(await logged(response.headers.get('x-request-id')!)).toMatchObject({
      path: '/predict/batch',
      status: 200,
      photos: 4,
      failed: 1,
    });
    const metrics = await metricsOf(url);
    expect(metrics).toContain('predictions_total{predicted_class="dog"} 2');
    expect(metrics).toContain('prediction_errors_total{code="image_type_unsupported"} 1');
    expect(metrics).toContain('prediction_latency_seconds_count 3');
  });

  it('takes as many photos as allowed', async () => {
    const { url } = await appUnderTest();
    const { results } = await jsonOf(
      await fetch(`${url}/predict/batch`, post(new Array(32).fill(photo(cat)))),
    );
    expect(results).toHaveLength(32);
  });

  it('says nothing of the insides when the model fails for one photo, and logs why', async () => {
    let runs = 0;
    const session: Session = {
      ...redIsCat,
      async run(pixels) {
        runs += 1;
        if (runs === 2) throw new Error('secret insides');
        return redIsCat.run(pixels);
      },
    };
    const { url, logged } = await appUnderTest({ session, env: { DECODE_CONCURRENCY: '1' } });
    const response = await fetchDocumented(url, '/predict/batch', post([photo(cat), photo(cat), photo(cat)]));
    const text = await response.text();
    expect(text).not.toContain('secret');
    expect(JSON.parse(text).results.filter(({ error }: { error?: object }) => error)).toHaveLength(1);
    const line = await logged(response.headers.get('x-request-id')!);
    expect(line).toMatchObject({ level: 'error', status: 200, err: { message: 'secret insides' } });
  });
});

describe('a batch that is refused as a whole', () => {
  const whole = multipart([photo(cat), photo(dog)]);
  it.each([
    ['too many photos', multipart(new Array(33).fill(photo('x'))), 413, 'files_too_many'],
    ['a thousand photos', multipart(new Array(1000).fill(photo(cat))), 413, 'files_too_many'],
    ['no part', Buffer.from(`--${BOUNDARY}--\r\n`), 400, 'file_missing'],
    ['another field', multipart([photo(cat), { ...photo(dog), name: 'photo' }]), 400, 'field_unexpected'],
    ['a text field', multipart([photo(cat), { name: 'note', data: 'x' }]), 400, 'field_unexpected'],
    ['a form cut off in a photo', whole.subarray(0, whole.length / 2), 400, 'multipart_malformed'],
    [
      'a form cut off before its end',
      whole.subarray(0, whole.length - BOUNDARY.length),
      400,
      'multipart_malformed',
    ],
    ['a form cut off in a header', whole.subarray(0, 50), 400, 'multipart_malformed'],
    ['no form', Buffer.alloc(300_000, 'x'), 400, 'multipart_malformed'],
    [
      'an endless part header',
      Buffer.concat([part(photo('')).subarray(0, 60), Buffer.alloc(300_000, 'x')]),
      400,
      '',
    ],
  ])('%s', async (_, body, status, code) => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/predict/batch', post(body as Buffer, NDJSON));
    expect(response.status).toBe(status);
    if (code !== '') expect((await jsonOf(response)).code).toBe(code);
    // Everything was given back, when the photos in judgement are done.
    await expect.poll(() => metricsOf(url)).toMatch(allGivenBack);
  });

  it('more bytes than allowed, declared or not', async () => {
    const { url, port } = await appUnderTest({ env: { MAX_BATCH_BYTES: '20000' } });
    const body = multipart(new Array(20).fill(photo(Buffer.concat([cat, Buffer.alloc(2000)]))));
    const response = await fetchDocumented(url, '/predict/batch', post(body));
    expect([response.status, (await jsonOf(response)).code]).toEqual([413, 'body_too_large']);
    const chunked = request({
      port,
      path: '/predict/batch',
      method: 'POST',
      headers: { 'content-type': MULTIPART },
    });
    chunked.on('error', () => {});
    chunked.write(body.subarray(0, 1000));
    chunked.write(body.subarray(1000));
    const [answer] = await once(chunked, 'response');
    expect(answer.statusCode).toBe(413);
    chunked.destroy();
  });

  it.each(['image/jpeg', 'application/json', 'multipart/form-data'])('a body as %s', async (type) => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/predict/batch', post(cat, { 'content-type': type }));
    expect(response.status).toBe(type.startsWith('multipart') ? 400 : 415);
  });

  it('one without a model that is ready, or in a function that is full', async () => {
    const loading = await appUnderTest({ ready: false });
    expect((await fetchDocumented(loading.url, '/predict/batch', post([photo(cat)]))).status).toBe(503);
    const full = await appUnderTest({ env: { MAX_IN_FLIGHT_REQUESTS: '1' } });
    const held = request({
      port: full.port,
      path: '/predict/batch',
      method: 'POST',
      headers: post([]).headers,
    });
    held.on('error', () => {});
    held.write(part(photo(cat)));
    while (!(await metricsOf(full.url)).includes('predictions_in_flight 1')) await new Promise(setImmediate);
    const refused = await fetchDocumented(full.url, '/predict/batch', post([photo(cat)]));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    held.destroy();
  });
});

describe('a batch as lines', () => {
  it('has the same results, one a line', async () => {
    const { url } = await appUnderTest();
    const parts = [photo(cat), photo('x'), photo(dog)];
    const response = await fetchDocumented(url, '/predict/batch', post(parts, NDJSON));
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { results } = await jsonOf(await fetch(`${url}/predict/batch`, post(parts)));
    const unlikeIds = (value: object) => JSON.stringify(value).replace(/"request_id":"[^"]+"/g, '');
    expect(lines.map(unlikeIds)).toEqual(results.map(unlikeIds));
  });

  it('come as soon as they are there, in order', async () => {
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let runs = 0;
    const session: Session = {
      ...redIsCat,
      async run(pixels) {
        runs += 1;
        if (runs === 3) await held;
        return redIsCat.run(pixels);
      },
    };
    const { url } = await appUnderTest({ session, env: { DECODE_CONCURRENCY: '1' } });
    const response = await fetch(`${url}/predict/batch`, post(new Array(6).fill(photo(cat)), NDJSON));
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      text += decoder.decode(chunk);
      if (text.split('\n').length - 1 === 2) goOn();
    }
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).index),
    ).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('what a form may do without', () => {
  it('its photos need no name (RFC 7578, 4.2), and its boundaries may be followed by blanks', async () => {
    const { url } = await appUnderTest();
    const plain = { name: 'file', data: cat, headers: ['Content-Type: image/jpeg'] };
    const form = multipart([plain, { name: 'file', data: cat }]).toString('latin1');
    const body = Buffer.from(form.replaceAll(/^(--x-boundary.*)\r$/gm, '$1\t\r'), 'latin1');
    const headers = { 'content-type': MULTIPART };
    const { results } = await jsonOf(await fetch(`${url}/predict/batch`, { method: 'POST', headers, body }));
    expect(results).toMatchObject([
      { index: 0, filename: '', prediction: 'cat' },
      { index: 1, filename: '', prediction: 'cat' },
    ]);
  });
});

describe('the type of the answer follows Accept (RFC 9110, 12.5.1)', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/x-ndjson;q=0, application/json', 'application/json'],
    ['application/x-ndjson;q=0.5, application/json', 'application/json'],
    ['text/html', 'application/json'],
    [LINES, LINES],
    ['Application/X-NDJSON; q=1.0', LINES],
    ['application/x-ndjson, application/json;q=0.9', LINES],
    ['application/x-ndjson, */*', LINES],
  ])('%s gives %s', async (accept, type) => {
    const { port } = await appUnderTest();
    const headers = { 'Content-Type': MULTIPART, ...(accept !== undefined && { Accept: accept }) };
    const bytes = requestBytes('POST', '/predict/batch', headers, multipart([photo(cat)]));
    const { answers } = await exchange(port, bytes, { answers: 1 });
    expect(answers[0]?.headers['content-type']).toBe(type);
  });
});

describe('a client that goes away', () => {
  it.each([
    ['while it sends', 4],
    ['while it waits', 20],
    ['while its photos wait for memory', 4, Buffer.concat([cat, Buffer.alloc(600_000)])],
  ])('%s stops the work', async (_, sent, data = cat) => {
    let runs = 0;
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const session: Session = {
      ...redIsCat,
      async run(pixels) {
        runs += 1;
        await held;
        return redIsCat.run(pixels);
      },
    };
    const { port, url, log } = await appUnderTest({ session });
    const client = request({
      port,
      path: '/predict/batch',
      method: 'POST',
      headers: { 'content-type': MULTIPART },
    });
    client.on('error', () => {});
    const isLarge = data !== cat;
    for (let i = 0; i < sent; i++) client.write(part(photo(data)));
    if (sent === 20 || isLarge) client.end(`--${BOUNDARY}--\r\n`);
    // Two slabs are there for large photos.
    const inside = isLarge ? 2 : Math.min(sent - 1, 4);
    while (runs < inside) await new Promise(setImmediate);
    // The two others have arrived, and wait in their segments.
    if (isLarge)
      await expect.poll(() => metricsOf(url)).toMatch(/^prediction_body_bytes_in_flight 1310720$/m);
    client.destroy();
    while (!log.some(({ path }) => path === '/predict/batch')) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      goOn();
    }
    await expect.poll(() => metricsOf(url)).toMatch(allGivenBack);
    expect(runs).toBeLessThanOrEqual(isLarge ? 2 : 4);
  });
});

it('holds a few photos at a time, however many are sent', async () => {
  let most = 0;
  let inside = 0;
  const session: Session = {
    ...redIsCat,
    async run(pixels) {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 25));
      inside -= 1;
      return redIsCat.run(pixels);
    },
  };
  const photos = 32;
  const large = Buffer.concat([cat, Buffer.alloc(400_000)]);
  // Six of them would not fit.
  const { url } = await appUnderTest({ session, env: { MAX_IN_FLIGHT_BYTES: String(6 * large.length) } });
  const { results } = await jsonOf(
    await fetch(`${url}/predict/batch`, post(new Array(photos).fill(photo(large)))),
  );
  expect(results.filter(({ error }: { error?: object }) => error)).toEqual([]);
  expect(results).toHaveLength(photos);
  expect(most).toBeLessThanOrEqual(4);
});

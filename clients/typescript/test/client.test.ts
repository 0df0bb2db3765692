import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { appUnderTest } from '../../../function/harness/app-under-test.ts';
import { plainJpeg } from '../../../function/harness/pictures.ts';
import { generateTypes, typesFile } from '../generate.ts';
import { splitBatches } from '../src/batches.ts';
import {
  type ClientOptions,
  createClient,
  type Photo,
  type PhotoResult,
  ProblemError,
} from '../src/index.ts';

const bytes = await plainJpeg();
const photo = new Blob([bytes], { type: 'image/jpeg' });
const bad = new Blob(['no photo']);

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as ProblemError,
  );

/** A client of a function under test, and the requests that it sent. */
async function clientUnderTest(env: Record<string, string> = {}, options: Partial<ClientOptions> = {}) {
  const { url } = await appUnderTest({ env });
  const requests: Request[] = [];
  const client = createClient({
    baseUrl: url,
    fetch(request) {
      requests.push(request);
      return fetch(request);
    },
    ...options,
  });
  return { client, requests, paths: () => requests.map((request) => new URL(request.url).pathname) };
}

/** A server with a function for each request, in order; the last one answers all further requests. */
async function serverOf(...answers: ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume().once('end', () => answers[Math.min(count++, answers.length - 1)]!(request, response));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => count,
  };
}
const answer =
  (status: number, body: unknown, headers = {}) =>
  (_: unknown, response: ServerResponse) =>
    void response.writeHead(status, headers).end(JSON.stringify(body));

it('has the types that openapi.json has: npx . generate client-types', async () => {
  expect(readFileSync(typesFile, 'utf8')).toBe(await generateTypes());
}, 60_000);

describe('predict', () => {
  it.each<[string, (file: string) => Photo]>([
    ['a Blob', () => photo],
    ['a File', () => new File([bytes], 'photo.jpg', { type: 'image/jpeg' })],
    ['a Buffer', () => bytes],
    ['a Uint8Array that is part of another one', () => new Uint8Array([0, ...bytes]).subarray(1)],
    ['an ArrayBuffer', () => new Uint8Array(bytes).buffer],
    ['a path', (file) => file],
    ['a URL of a file', (file) => pathToFileURL(file)],
  ])('takes %s', async (_, photoOf) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'client photo-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'photo.jpg');
    writeFileSync(file, bytes);
    const { client } = await clientUnderTest();
    const prediction = await client.predict(photoOf(file));
    expect(prediction).toMatchObject({ prediction: 'dog', model: { name: 'cats-vs-dogs' } });
  });

  it('throws what the function says, and what the file system says', async () => {
    const { client, requests } = await clientUnderTest();
    expect(await errorOf(client.predict(bad))).toMatchObject({
      name: 'ProblemError',
      code: 'image_type_unsupported',
      status: 415,
      problem: { request_id: expect.any(String) },
    });
    expect(requests).toHaveLength(1);
    await expect(client.predict('/nowhere.jpg')).rejects.toThrow('ENOENT');
  });

  it('sends its key', async () => {
    const { client, requests } = await clientUnderTest({}, { apiKey: 'secret' });
    await client.predict(photo);
    await client.api.GET('/ready');
    const sent = requests.map(({ headers }) => headers.get('authorization'));
    expect(sent).toEqual(['Bearer secret', 'Bearer secret']);
  });
});

describe('predictMany', () => {
  const collect = async (results: AsyncIterable<PhotoResult>) => {
    const found: [number, string | undefined][] = [];
    for await (const { index, prediction, error } of results) {
      found.push([index, error ? error.code : prediction.prediction]);
    }
    return found;
  };

  it('yields a result or an error for each photo, in their order', async () => {
    const { client } = await clientUnderTest();
    async function* photos() {
      for (const one of [photo, bad, photo, bytes, photo, bad]) yield one;
    }
    const dog = (index: number) => [index, 'dog'];
    const unknown = (index: number) => [index, 'image_type_unsupported'];
    const expected = [dog(0), unknown(1), dog(2), dog(3), dog(4), unknown(5)];
    expect(await collect(client.predictMany(photos(), { concurrency: 2 }))).toEqual(expected);
    expect(await collect(client.predictMany([]))).toEqual([]);
  });

  it('never has more requests open than it may, and reads photos as it needs them', async () => {
    let [open, most, read] = [0, 0, 0];
    const { url } = await appUnderTest();
    const client = createClient({
      baseUrl: url,
      async fetch(request) {
        open += 1;
        most = Math.max(most, open);
        return fetch(request).finally(() => {
          open -= 1;
        });
      },
    });
    function* photos() {
      for (; read < 12; read += 1) yield photo;
    }
    const results = client.predictMany(photos(), { concurrency: 3 });
    await results.next();
    expect(read).toBeLessThan(5);
    expect(await collect(results)).toHaveLength(11);
    expect(most).toBe(3);
  });

  it('ends at an error that is not about one photo', async () => {
    const { url } = await serverOf(answer(401, { code: 'api_key_required', detail: 'Send a key.' }));
    const results = createClient({ baseUrl: url }).predictMany([photo, photo, photo, photo, photo]);
    expect(await errorOf(results.next())).toMatchObject({ code: 'api_key_required' });
    expect(await results.next()).toMatchObject({ done: true });
  });
});

describe('predictBatch', () => {
  it('has a result or an error for each photo', async () => {
    const { client } = await clientUnderTest();
    const results = await client.predictBatch([photo, bad, bytes]);
    expect(results.map((result) => ('error' in result ? result.error.code : result.prediction))).toEqual([
      'dog',
      'image_type_unsupported',
      'dog',
    ]);
    expect(await client.predictBatch([])).toEqual([]);
  });

  it('splits at the limits that the function names, and counts on', async () => {
    const { client, paths } = await clientUnderTest({ MAX_BATCH_PHOTOS: '2' });
    const results = await client.predictBatch([photo, bad, photo, photo, photo]);
    expect(results.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4]);
    expect(paths()).toEqual(['/openapi.json', '/predict/batch', '/predict/batch', '/predict/batch']);
    await client.predictBatch([photo]);
    expect(paths()).toHaveLength(5);
  });

  it('splits by bytes, too', async () => {
    const blob = (size: number) => new Blob([new Uint8Array(size)]);
    const sizes = (photos: Blob[], limits: { photos: number; bytes: number }) =>
      splitBatches(photos, limits).map((batch) => batch.map(({ size }) => size));
    const photos = [blob(3000), blob(3000), blob(9000), blob(10)];
    expect(sizes(photos, { photos: 9, bytes: 9000 })).toEqual([[3000, 3000], [9000], [10]]);
    expect(sizes(photos, { photos: 1, bytes: 99_999 })).toEqual([[3000], [3000], [9000], [10]]);
    const { client } = await clientUnderTest({ MAX_BATCH_BYTES: String(2 * photo.size + 2500) });
    expect(await client.predictBatch([photo, photo, photo, photo, photo])).toHaveLength(5);
  });

  it('works with a function that does not name its limits', async () => {
    const results = [{ index: 0, filename: '', error: {} }];
    const { url } = await serverOf(answer(200, { paths: {} }), answer(200, { results }));
    expect(await createClient({ baseUrl: url }).predictBatch([photo])).toEqual(results);
  });
});

describe('explain', () => {
  it('says that a model gives no reasons', async () => {
    const { client } = await clientUnderTest();
    expect(await errorOf(client.explain(photo))).toMatchObject({ code: 'explanation_unavailable' });
    expect(await errorOf(client.explainImage(photo))).toMatchObject({ code: 'explanation_unavailable' });
  });

  it('asks for the map as numbers, or for the photo with the map', async () => {
    const accepted: (string | undefined)[] = [];
    const { url } = await serverOf((request, response) => {
      accepted.push(request.headers.accept);
      response.writeHead(200, { 'content-type': 'image/png' }).end('{"saliency":{"width":2}}');
    });
    const client = createClient({ baseUrl: url });
    expect((await client.explain(photo)).saliency.width).toBe(2);
    expect((await client.explainImage(photo)).type).toBe('image/png');
    await client.explainImage(photo, { type: 'image/webp' });
    expect(accepted).toEqual(['application/json', 'image/png', 'image/webp']);
  });
});

it('verdict sends a list', async () => {
  const bodies: unknown[] = [];
  const client = createClient({
    baseUrl: 'http://function.example/',
    async fetch(request) {
      bodies.push([request.url, request.headers.get('content-type'), await request.json()]);
      return Response.json({ accepted: 1, repeated: 0 });
    },
  });
  const verdict = { photo_sha256: 'a'.repeat(64), verdict: 'cat', predicted: 'dog' } as const;
  expect(await client.verdict(verdict)).toEqual({ accepted: 1, repeated: 0 });
  await client.verdict([verdict, verdict]);
  const sent = (list: object[]) => ['http://function.example/verdicts', 'application/json', list];
  expect(bodies).toEqual([sent([verdict]), sent([verdict, verdict])]);
});

describe('retries', () => {
  const busy = answer(503, { code: 'overloaded', detail: 'Busy.' }, { 'retry-after': '1' });
  const good = answer(200, { prediction: 'cat' });
  const hangUp = (_: unknown, response: ServerResponse) => void response.destroy();

  it('waits as long as Retry-After says, then sends the photo again', async () => {
    const server = await serverOf(busy, good);
    const startedAtMs = performance.now();
    const { prediction } = await createClient({ baseUrl: server.url }).predict(photo);
    expect(prediction).toBe('cat');
    expect(server.count()).toBe(2);
    expect(performance.now() - startedAtMs).toBeGreaterThan(990);
  });

  it('takes a date in Retry-After, and waits no longer than it may', async () => {
    const date = new Date(Date.now() + 30_000).toUTCString();
    const server = await serverOf(answer(429, {}, { 'retry-after': date }));
    const client = createClient({ baseUrl: server.url, maxWaitSeconds: 10 });
    const error = (await errorOf(client.predict(photo)))!;
    expect(error.status).toBe(429);
    expect(error.retryAfterSeconds).toBeGreaterThan(27);
    expect(server.count()).toBe(1);
  });

  it('repeats broken connections, with waits that grow and differ', async () => {
    const waits = vi.spyOn(globalThis, 'setTimeout');
    onTestFinished(() => waits.mockRestore());
    const server = await serverOf(hangUp, hangUp, good);
    expect((await createClient({ baseUrl: server.url }).predict(photo)).prediction).toBe('cat');
    const [first, second] = waits.mock.calls.map(([, ms]) => ms!).filter((ms) => ms >= 250 && ms <= 1000);
    expect(first).toBeLessThanOrEqual(500);
    expect(second).toBeGreaterThanOrEqual(500);
  });

  it('ends after the last attempt, and bears an answer of a proxy', async () => {
    const server = await serverOf(
      (_, response) => void response.writeHead(502).end('upstream connect error'),
    );
    const error = await errorOf(createClient({ baseUrl: server.url, retries: 1 }).predict(photo));
    expect(error).toMatchObject({
      status: 502,
      code: undefined,
      message: 'The response has the status 502.',
    });
    expect(error).toBeInstanceOf(ProblemError);
    expect(server.count()).toBe(2);
    const gone = createClient({ baseUrl: 'http://127.0.0.1:1', retries: 0 });
    await expect(gone.predict(photo)).rejects.toThrow(TypeError);
  });

  it.each([
    ['a request', () => {}],
    ['a wait', busy],
  ])('ends %s at once when it is aborted', async (_, first) => {
    const abort = new AbortController();
    const server = await serverOf((request, response) => {
      first(request, response);
      // Later than the client has read the answer, and sooner than it asks again.
      setTimeout(() => abort.abort(new Error('enough')), 300);
    });
    const promise = createClient({ baseUrl: server.url }).predict(photo, { signal: abort.signal });
    await expect(promise).rejects.toThrow('enough');
    expect(server.count()).toBe(1);
  });
});

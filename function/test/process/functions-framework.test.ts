// The function in the plain server of functions-framework, beside the same function in its own listener.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../../tools/free-port.ts';
import { REPOSITORY_ROOT } from '../../harness/built-server.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const POLL_INTERVAL_MS = 50;

const listener = serverUnderTest();
let framework: ChildProcess;
let frameworkUrl = '';

beforeAll(async () => {
  const port = await freePort();
  frameworkUrl = `http://127.0.0.1:${port}`;
  const args = ['--source=dist/function', '--target=predict', `--port=${port}`];
  framework = spawn(path.join(REPOSITORY_ROOT, 'node_modules/.bin/functions-framework'), args, {
    cwd: REPOSITORY_ROOT,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  // Its answers wait for the model, so the first one means that it is ready.
  while (!(await fetch(`${frameworkUrl}/ready`).catch(() => undefined))) {
    if (framework.exitCode !== null) throw new Error(`functions-framework ended with ${framework.exitCode}`);
    await sleep(POLL_INTERVAL_MS);
  }
});
afterAll(async () => {
  if (framework.exitCode !== null) return;
  framework.kill();
  await once(framework, 'exit');
});

/** Names that two answers to the same request may have different values for. */
const VARYING_HEADERS = ['ce-time', 'connection', 'content-length', 'date', 'keep-alive', 'x-request-id'];
const VARYING_FIELDS = ['request_id', 'inference_time_ms', 'id'];

/** An answer without what differs from one request to the next. */
async function lastingAnswer(url: string, init: RequestInit): Promise<object> {
  const response = await fetch(url, init);
  const headers = Object.fromEntries(
    [...response.headers]
      .filter(([name]) => !VARYING_HEADERS.includes(name))
      .map(([name, value]) => [name, name === 'server-timing' ? value.replaceAll(/[\d.]+/g, '0') : value]),
  );
  const bytes = Buffer.from(await response.arrayBuffer());
  const isJson = /[/+]json|ndjson/.test(response.headers.get('content-type') ?? '');
  const body = isJson
    ? bytes
        .toString()
        .trim()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line, (key, value) => (VARYING_FIELDS.includes(key) ? undefined : value)))
    : bytes.toString('base64');
  return { status: response.status, headers, body };
}

function form(...photos: Buffer[]): FormData {
  const data = new FormData();
  for (const photo of photos) data.append('file', new Blob([new Uint8Array(photo)]), 'photo.jpg');
  return data;
}

const post = (body: NonNullable<RequestInit['body']>, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body,
  headers,
});
const jpeg = { 'content-type': 'image/jpeg' };
const event = { 'ce-id': '1', 'ce-source': '/camera', 'ce-specversion': '1.0', 'ce-type': 'photo.taken' };

it.each<[what: string, path: string, status: number, init: RequestInit]>([
  ['a photo as the body', '/predict', 200, post(CHELSEA_JPEG, jpeg)],
  ['a photo in a form', '/predict', 200, post(form(CHELSEA_JPEG))],
  ['a photo without a Content-Type', '/predict', 200, post(new Uint8Array(CHELSEA_JPEG))],
  ['a photo with its reason', '/predict?explain=true', 200, post(CHELSEA_JPEG, jpeg)],
  ['a picture of the reason', '/explain', 200, post(CHELSEA_JPEG, jpeg)],
  ['a batch', '/predict/batch', 200, post(form(CHELSEA_JPEG, Buffer.from('no photo')))],
  [
    'a batch in lines',
    '/predict/batch',
    200,
    { ...post(form(CHELSEA_JPEG)), headers: { accept: 'application/x-ndjson' } },
  ],
  ['an event', '/events', 200, post(CHELSEA_JPEG, { ...jpeg, ...event })],
  [
    'a tensor that is the photo',
    '/v2/models/cats-vs-dogs/infer',
    200,
    post(CHELSEA_JPEG, { ...jpeg, 'inference-header-content-length': '0', accept: 'application/json' }),
  ],
  ['a wrong Content-Type', '/predict', 415, post('hello', { 'content-type': 'text/plain' })],
  ['a corrupt image', '/predict', 422, post(CHELSEA_JPEG.subarray(0, 2000), jpeg)],
  ['an empty body', '/predict', 400, post('', jpeg)],
  ['two photos in a form for one', '/predict', 400, post(form(CHELSEA_JPEG, CHELSEA_JPEG))],
  ['a body above the limit', '/predict', 413, post(Buffer.alloc(10 * 2 ** 20 + 1), jpeg)],
  ['a batch above its limit', '/predict/batch', 413, post(form(Buffer.alloc(64 * 2 ** 20 + 1)))],
  [
    'a compressed body',
    '/predict',
    415,
    post(gzipSync(CHELSEA_JPEG), { ...jpeg, 'content-encoding': 'gzip' }),
  ],
  ['GET /', '/', 200, {}],
  ['GET /health', '/health', 200, {}],
  ['HEAD /health', '/health', 200, { method: 'HEAD' }],
  ['GET /ready', '/ready', 200, {}],
  ['GET /model', '/model', 200, {}],
  ['GET /openapi.json', '/openapi.json', 200, {}],
  ['GET /docs', '/docs', 200, {}],
  ['GET /web/page.css', '/web/page.css', 200, {}],
  ['GET /v2/models/cats-vs-dogs', '/v2/models/cats-vs-dogs', 200, {}],
  ['OPTIONS', '/predict', 204, { method: 'OPTIONS' }],
  ['a wrong method', '/predict', 405, {}],
  ['an unknown path', '/nothing-is-here', 404, {}],
])('%s gets the same answer from the framework as from the listener', async (_, target, status, init) => {
  const expected = await lastingAnswer(listener.url + target, init);
  expect(expected).toMatchObject({ status });
  expect(await lastingAnswer(frameworkUrl + target, init)).toEqual(expected);
});

it('serves the same metrics, and counts in them', async () => {
  const familiesOf = async (url: string) => {
    const text = await (await fetch(`${url}/metrics`)).text();
    return { text, families: [...text.matchAll(/^# TYPE (.*)$/gm)].map(([, family]) => family) };
  };
  const { text, families } = await familiesOf(frameworkUrl);
  expect(families).toEqual((await familiesOf(listener.url)).families);
  expect(text).toMatch(/^predictions_total\{predicted_class="cat"\} [1-9]/m);
  expect(text).toMatch(/^predictions_in_flight 0$/m);
});

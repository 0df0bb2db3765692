import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appUnderTest, redIsCat } from '../harness/app-under-test.ts';
import { plainJpeg } from '../harness/pictures.ts';
import { catchUncaught } from '../src/http/uncaught.ts';
import type { Session } from '../src/model/session.ts';
import { fetchDocumented, jsonOf } from './helpers/documented.ts';
import { connection, received } from './helpers/exchange.ts';
import { heldSession, until } from './helpers/held-session.ts';

const post = (body: Buffer) => ({ method: 'POST', body, headers: { 'content-type': 'image/jpeg' } });

describe('which revision answered', () => {
  it('is told by each answer on Knative', async () => {
    const app = await appUnderTest({ env: { K_REVISION: 'cats-vs-dogs-00007' } });
    for (const path of ['/health', '/nothing-is-here']) {
      const response = await fetch(new URL(path, app.url));
      expect(`${path} ${response.headers.get('x-revision')}`).toBe(`${path} cats-vs-dogs-00007`);
    }
  });

  it('is not told where there is none', async () => {
    const app = await appUnderTest();
    expect((await fetch(new URL('/health', app.url))).headers.has('x-revision')).toBe(false);
  });
});

describe('admission', () => {
  it('refuses a body that declares too much with 413, before it is sent, and closes', async () => {
    const { port } = await appUnderTest({ env: { MAX_UPLOAD_BYTES: '1000' } });
    const socket = await connection(port);
    socket.write(
      'POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\nContent-Length: 1001\r\n\r\n',
    );
    expect(await received(socket)).toMatch(
      /^HTTP\/1.1 413 [\s\S]*connection: close[\s\S]*"code":"body_too_large"/,
    );
  });

  it('refuses a body in chunks when it has become too much', async () => {
    const { port } = await appUnderTest({ env: { MAX_UPLOAD_BYTES: '1000' } });
    const socket = await connection(port);
    socket.write(
      'POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    socket.write(`3e9\r\n${'x'.repeat(1001)}\r\n`);
    expect(await received(socket)).toMatch(/^HTTP\/1.1 413 /);
  });

  it('answers Expect: 100-continue with 413 instead of 100 when the body is too large', async () => {
    const { port } = await appUnderTest({ env: { MAX_UPLOAD_BYTES: '1000' } });
    const head = 'POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\nExpect: 100-continue\r\n';
    const large = await connection(port);
    large.write(`${head}Content-Length: 2000\r\n\r\n`);
    expect(await received(large)).toMatch(/^HTTP\/1.1 413 /);
    const small = await connection(port);
    small.write(`${head}Content-Length: 5\r\nConnection: close\r\n\r\n`);
    small.once('data', () => small.write('hello'));
    expect(await received(small)).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 415 /);
  });

  it('refuses with 503 and Retry-After what is more than it can hold, and finishes what is inside', async () => {
    const { session, waiting } = heldSession();
    const { url } = await appUnderTest({ env: { MAX_IN_FLIGHT_REQUESTS: '2' }, session });
    const photo = await plainJpeg();
    const inside = [1, 2].map(() => fetch(`${url}/predict`, post(photo)));
    await until(() => waiting.length === 2);
    const refused = await fetchDocumented(url, '/predict', post(photo));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect((await jsonOf(refused)).code).toBe('overloaded');
    for (const release of waiting) release();
    expect((await Promise.all(inside)).map(({ status }) => status)).toEqual([200, 200]);
    const next = fetch(`${url}/predict`, post(photo));
    await until(() => waiting.length === 3);
    waiting[2]!();
    expect((await next).status).toBe(200);
  });

  it('refuses bytes beyond what may be held at once', async () => {
    const { session, waiting } = heldSession();
    const photo = await plainJpeg();
    const { url } = await appUnderTest({ env: { MAX_IN_FLIGHT_BYTES: '1' }, session });
    const inside = fetch(`${url}/predict`, post(photo));
    await until(() => waiting.length === 1);
    const refused = await fetch(`${url}/predict`, post(photo));
    expect([refused.status, (await jsonOf(refused)).code]).toEqual([503, 'overloaded']);
    waiting[0]!();
    expect((await inside).status).toBe(200);
  });

  it('gives a body that trickles in 408', async () => {
    const { port } = await appUnderTest({ env: { BODY_TIMEOUT_MS: '50' } });
    const socket = await connection(port);
    socket.write(
      'POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/jpeg\r\nContent-Length: 100\r\n\r\nabc',
    );
    expect(await received(socket)).toMatch(/^HTTP\/1.1 408 [\s\S]*"code":"request_timeout"/);
  });
});

describe('an unexpected exception', () => {
  /** The test runner's own listeners would take what the function is to catch. */
  function catchAsMainDoes(): unknown[] {
    const ofNoRequest: unknown[] = [];
    const events = ['uncaughtException', 'unhandledRejection'] as const;
    const others = events.map((event) => process.listeners(event as 'uncaughtException'));
    for (const event of events) process.removeAllListeners(event);
    const stop = catchUncaught((thrown) => ofNoRequest.push(thrown));
    onTestFinished(() => {
      stop();
      events.forEach((event, i) => {
        for (const listener of others[i]!) process.on(event as 'uncaughtException', listener);
      });
    });
    return ofNoRequest;
  }

  const failing = (fail: () => Promise<never>): Session => ({ ...redIsCat, run: fail });

  it.each<[string, () => Promise<never>]>([
    ['a rejected promise', () => Promise.reject(new Error('secret cause'))],
    [
      'a throw in a callback',
      () =>
        new Promise(() => {
          setTimeout(() => {
            throw new Error('secret cause');
          });
        }),
    ],
    [
      'a rejection that nobody waits for',
      () => {
        void Promise.reject(new Error('secret cause'));
        return new Promise(() => {});
      },
    ],
  ])('%s ends only its own request, with 500 and a logged cause', async (_, fail) => {
    const ofNoRequest = catchAsMainDoes();
    let broken = true;
    const session: Session = {
      ...redIsCat,
      run: (pixels) => (broken ? failing(fail).run(pixels) : redIsCat.run(pixels)),
    };
    const app = await appUnderTest({ session });
    const photo = await plainJpeg();
    const response = await fetchDocumented(app.url, '/predict', post(photo));
    const text = await response.text();
    expect([response.status, JSON.parse(text).code]).toEqual([500, 'internal_error']);
    expect(text).not.toContain('secret');
    const line = await app.logged(response.headers.get('x-request-id')!);
    expect(line).toMatchObject({ level: 'error', status: 500, err: { message: 'secret cause' } });
    expect(ofNoRequest).toEqual([]);
    broken = false;
    expect((await fetch(`${app.url}/predict`, post(photo))).status).toBe(200);
  });
});

describe('the log line of a request', () => {
  it('is not written for a probe that is well', async () => {
    const app = await appUnderTest();
    for (const path of ['/health', '/ready', '/metrics', '/']) {
      await fetch(new URL(path, app.url), { headers: { 'x-request-id': `asked${path}` } });
    }
    await app.logged('asked/');
    expect(app.log.map(({ path }) => path)).toEqual(['/']);
  });

  it('has the fields of a prediction, and none of what the client wrote in its headers', async () => {
    const noPet: Session = {
      ...redIsCat,
      run: async (pixels) => ({ ...(await redIsCat.run(pixels)), petScore: 0 }),
    };
    const app = await appUnderTest({ session: noPet });
    const photo = await plainJpeg();
    const init = {
      ...post(photo),
      headers: { 'content-type': 'image/jpeg', 'x-request-id': 'req-1', cookie: 'a=secret' },
    };
    await fetch(`${app.url}/predict?token=secret`, init);
    const line = await app.logged('req-1');
    expect(line).toMatchObject({
      level: 'info',
      method: 'POST',
      path: '/predict',
      status: 200,
      bytes_in: photo.length,
      photo_sha256: createHash('sha256').update(photo).digest('hex'),
      model_version: '1.0.0',
      predicted_class: 'dog',
      confidence: expect.any(Number),
      is_pet: false,
      needs_review: true,
      passes: 1,
      inference_ms: 1.25,
      receive_ms: expect.any(Number),
      decode_ms: expect.any(Number),
      latency_ms: expect.any(Number),
    });
    expect(JSON.stringify(app.log)).not.toContain('secret');
  });

  it('says 499 when the client went away', async () => {
    const app = await appUnderTest();
    const socket = await connection(app.port);
    const head = 'POST /predict HTTP/1.1\r\nHost: a\r\nX-Request-Id: gone\r\nContent-Type: image/jpeg\r\n';
    socket.write(`${head}Content-Length: 100\r\n\r\nabc`);
    await sleep(20);
    socket.destroy();
    expect(await app.logged('gone')).toMatchObject({ error_code: 'request_malformed', bytes_in: 3 });
  });
});

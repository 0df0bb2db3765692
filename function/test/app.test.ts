import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../harness/app-under-test.ts';
import { fetchDocumented, jsonOf } from './helpers/documented.ts';
import { connection, received } from './helpers/exchange.ts';

describe('the routes', () => {
  it('GET / tells what this is and where its parts are', async () => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/');
    expect(response.status).toBe(200);
    const info = await jsonOf(response);
    expect(info).toMatchObject({ name: 'cats-vs-dogs', version: '1.2.3', model: { version: '1.0.0' } });
    for (const path of Object.values(info.links as Record<string, string>)) {
      expect((await fetch(url + path, { method: 'OPTIONS' })).status, path).toBe(204);
    }
  });

  it('GET /health is alive even before the model is ready', async () => {
    const { url } = await appUnderTest({ ready: false });
    const response = await fetchDocumented(url, '/health');
    expect([response.status, await jsonOf(response)]).toEqual([200, { status: 'alive' }]);
  });

  it('GET /ready is 200 with the model when it is ready', async () => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/ready');
    expect(await jsonOf(response)).toEqual({
      status: 'ready',
      model: { name: 'cats-vs-dogs', version: '1.0.0' },
    });
  });

  it('GET /ready and POST /predict are 503 not_ready with Retry-After before that', async () => {
    const { url } = await appUnderTest({ ready: false });
    const ready = await fetchDocumented(url, '/ready');
    const predict = await fetchDocumented(url, '/predict', { method: 'POST', body: 'photo' });
    for (const response of [ready, predict]) {
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('1');
      expect((await jsonOf(response)).code).toBe('not_ready');
    }
  });

  it('GET /ready is 503 while the process stops, and GET /health is not', async () => {
    const { url } = await appUnderTest({ stopping: true });
    expect((await fetchDocumented(url, '/ready')).status).toBe(503);
    expect((await fetchDocumented(url, '/health')).status).toBe(200);
  });

  it('GET /redoc leads to /docs', async () => {
    const { url } = await appUnderTest();
    const response = await fetch(`${url}/redoc`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([308, '/docs']);
  });

  it('an unknown path is 404, also the ones that functions-framework keeps for itself', async () => {
    const { url } = await appUnderTest();
    for (const path of [
      '/nothing',
      '/favicon.ico',
      '/robots.txt',
      '/%zz',
      '/predict/',
      '/constructor',
      '//',
    ]) {
      const response = await fetch(url + path);
      expect(response.status, path).toBe(404);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect((await jsonOf(response)).code).toBe('not_found');
    }
  });

  it('a query does not change the path', async () => {
    const { url } = await appUnderTest();
    expect((await fetch(`${url}/health?verbose=1`)).status).toBe(200);
  });
});

describe('the methods', () => {
  it.each([
    ['GET', '/predict', 'POST, OPTIONS'],
    ['DELETE', '/health', 'GET, HEAD, OPTIONS'],
    ['POST', '/metrics', 'GET, HEAD, OPTIONS'],
    ['HEAD', '/predict', 'POST, OPTIONS'],
  ])('%s %s is 405 and Allow says what is taken', async (method, path, allow) => {
    const { url } = await appUnderTest();
    const response = await fetch(url + path, { method });
    expect([response.status, response.headers.get('allow')]).toEqual([405, allow]);
  });

  it('OPTIONS is 204 with Allow and without a body', async () => {
    const { url } = await appUnderTest();
    const response = await fetch(`${url}/predict`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow'), await response.text()]).toEqual([
      204,
      'POST, OPTIONS',
      '',
    ]);
  });

  it('HEAD has the headers of GET and no body', async () => {
    const { url } = await appUnderTest();
    const get = await fetch(`${url}/docs`);
    const head = await fetch(`${url}/docs`, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.headers.get('content-length')).toBe(String((await get.text()).length));
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
    expect(await head.text()).toBe('');
  });

  it('GET with a body is refused', async () => {
    const { url } = await appUnderTest();
    const response = await fetchDocumented(url, '/predict', {
      method: 'POST',
      body: '',
      headers: { 'content-type': 'image/png' },
    });
    expect((await jsonOf(response)).code).toBe('file_empty');
    const socket = await connection(Number(new URL(url).port));
    socket.write('GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc');
    expect(await received(socket)).toMatch(/^HTTP\/1.1 400 [\s\S]*"code":"body_unexpected"/);
  });
});

describe('every answer', () => {
  it('tells nothing of what serves it, and is not sniffed', async () => {
    const { url } = await appUnderTest();
    for (const path of ['/', '/health', '/metrics', '/nothing']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('carries the request id that was sent', async () => {
    const { url } = await appUnderTest();
    const { headers } = await fetch(`${url}/health`, { headers: { 'x-request-id': 'abc-123' } });
    expect(headers.get('x-request-id')).toBe('abc-123');
  });
});

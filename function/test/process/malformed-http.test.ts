import { describe, expect, it } from 'vitest';
import { exchange, requestBytes } from '../../harness/exchange.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { expectNoInsides, expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const server = serverUnderTest();
const OCTETS = { 'Content-Type': 'application/octet-stream' };

/** A request that a front proxy could be made to overlook inside another one. */
const HIDDEN = requestBytes('GET', '/metrics', { 'X-Hidden': '1' });

describe('what is not HTTP is refused with 400 and the connection is closed', () => {
  it.each([
    ['noise', Buffer.alloc(2000, 0x9f)],
    ['a TLS hello', Buffer.from('16030100a5010000a10303', 'hex')],
    ['a request line of one word', 'GET\r\n\r\n'],
    ['a version of the future', 'GET / HTTP/9.9\r\nHost: localhost\r\n\r\n'],
    ['the HTTP/2 preface', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['no Host', 'GET /health HTTP/1.1\r\n\r\n'],
    ['a header without a colon', 'GET /health HTTP/1.1\r\nHost: localhost\r\nnonsense\r\n\r\n'],
    ['a blank before the colon', 'GET /health HTTP/1.1\r\nHost : localhost\r\n\r\n'],
    ['a zero byte in a header', 'GET /health HTTP/1.1\r\nHost: localhost\r\nX-Zero: a\0b\r\n\r\n'],
    [
      'a folded header',
      'GET /health HTTP/1.1\r\nHost: localhost\r\nX-Fold: a\r\n b: c\r\nContent-Length\r\n\r\n',
    ],
  ])('%s', async (_, bytes) => {
    const { answers, closedByServer } = await exchange(server.port, bytes);
    expectProblem(answers[0], 400, 'request_malformed');
    expect(answers).toHaveLength(1);
    expect(closedByServer).toBe(true);
  });

  it('headers of a megabyte are refused with 431', async () => {
    const { answers, closedByServer } = await exchange(
      server.port,
      requestBytes('GET', '/health', { 'X-Long': 'x'.repeat(1e6) }),
    );
    expectProblem(answers[0], 431, 'headers_too_large');
    expect(closedByServer).toBe(true);
  });

  it('five thousand headers are refused or ignored, never a failure', async () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`X${i}`, '1']));
    const { answers } = await exchange(server.port, requestBytes('GET', '/health', many), { answers: 1 });
    expect([200, 400, 431]).toContain(answers[0]?.status);
    expectNoInsides(answers[0]!);
  });
});

describe('lengths that contradict each other never let a second request through', () => {
  const chunked = Buffer.concat([Buffer.from('0\r\n\r\n'), HIDDEN]);
  it.each([
    [
      'Content-Length and Transfer-Encoding',
      { 'Content-Length': '5', 'Transfer-Encoding': 'chunked' },
      chunked,
    ],
    ['two codings', { 'Transfer-Encoding': 'chunked, identity' }, chunked],
    ['a coding that is unknown', { 'Transfer-Encoding': 'xchunked' }, chunked],
    ['a coding of a tab', { 'Transfer-Encoding': '\tchunked\t,' }, chunked],
    ['a negative length', { 'Content-Length': '-1' }, HIDDEN],
    ['a length in hexadecimal', { 'Content-Length': '0x10' }, HIDDEN],
    ['a length with a sign', { 'Content-Length': '+10' }, HIDDEN],
    ['two lengths in one', { 'Content-Length': '5, 6' }, HIDDEN],
    [
      'a chunk size that is no number',
      { 'Transfer-Encoding': 'chunked' },
      Buffer.concat([Buffer.from('zz\r\n'), HIDDEN]),
    ],
    [
      'a chunk size beyond all bounds',
      { 'Transfer-Encoding': 'chunked' },
      Buffer.concat([Buffer.from('ffffffffffffffffff\r\n'), HIDDEN]),
    ],
    [
      'a chunk longer than it says',
      { 'Transfer-Encoding': 'chunked' },
      Buffer.concat([Buffer.from('1\r\nxxxxx\r\n0\r\n\r\n'), HIDDEN]),
    ],
    [
      'a chunk with a bare line feed',
      { 'Transfer-Encoding': 'chunked' },
      Buffer.concat([Buffer.from('1\nx\n0\n\n'), HIDDEN]),
    ],
    [
      'a chunk extension of a megabyte',
      { 'Transfer-Encoding': 'chunked' },
      Buffer.concat([Buffer.from(`1;${'x'.repeat(1e6)}\r\nx\r\n`), HIDDEN]),
    ],
  ])('%s', async (_, headers: Record<string, string>, body) => {
    const { answers, closedByServer } = await exchange(
      server.port,
      requestBytes('POST', '/predict', { ...OCTETS, ...headers }, body),
    );
    expect(answers.map(({ status }) => status).every((status) => status >= 400 && status < 500)).toBe(true);
    expect(answers.length).toBeLessThanOrEqual(1);
    expect(closedByServer).toBe(true);
    for (const answer of answers) expectNoInsides(answer);
  });

  it('two Content-Length headers that differ', async () => {
    const head =
      'POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\n';
    const { answers } = await exchange(server.port, Buffer.concat([Buffer.from(head), HIDDEN]));
    expectProblem(answers[0], 400, 'request_malformed');
    expect(answers).toHaveLength(1);
  });
});

describe('several requests on one connection', () => {
  const predict = requestBytes('POST', '/predict', OCTETS, CHELSEA_JPEG);

  it('ten pipelined photos and a health check are answered in their order', async () => {
    const pipeline = Buffer.concat([...new Array<Buffer>(10).fill(predict), requestBytes('GET', '/health')]);
    const { answers } = await exchange(server.port, pipeline, { answers: 11 });
    expect(answers.map(({ status }) => status)).toEqual(new Array(11).fill(200));
    expect(answers.slice(0, 10).every(({ body }) => body.includes('"prediction":"cat"'))).toBe(true);
    expect(answers[10]?.body.includes('prediction')).toBe(false);
  });

  it('a refused photo is followed by a good one', async () => {
    const text = requestBytes('POST', '/predict', OCTETS, Buffer.from('cat'));
    const { answers } = await exchange(server.port, Buffer.concat([text, predict]), { answers: 2 });
    expectProblem(answers[0], 415, 'image_type_unsupported');
    expect(answers[1]?.status).toBe(200);
  });

  it('ids that a client makes up are taken only when they are sane', async () => {
    const sane = await server.request('GET', '/health', { 'X-Request-Id': 'order-17.a' });
    const insane = await server.request('GET', '/health', { 'X-Request-Id': '"><script>' });
    const long = await server.request('GET', '/health', { 'X-Request-Id': 'a'.repeat(5000) });
    expect(sane.headers['x-request-id']).toBe('order-17.a');
    expect(insane.headers['x-request-id']).toMatch(/^[\w.:-]{8,128}$/);
    expect(long.headers['x-request-id']).toMatch(/^[\w.:-]{8,128}$/);
    expect(server.output()).not.toContain('<script>');
  });
});

describe('paths and methods that do not exist', () => {
  it.each([
    '/nowhere',
    '/predict/',
    '/predict/../../etc/passwd',
    '/%00',
    '/%ff',
    '//',
    '/docs/../main.js',
    '/docs/%2e%2e/%2e%2e/package.json',
    `/${'a'.repeat(5000)}`,
    '/favicon.ico',
    '/robots.txt',
    '/model/model.json',
  ])('%s is not found', async (path) => {
    expectProblem(await server.request('GET', path), 404, 'not_found');
  });

  it.each(['GET', 'PUT', 'DELETE', 'PATCH', 'TRACE'])('%s /predict is not allowed', async (method) => {
    const answer = await server.request(method, '/predict');
    expectProblem(answer, 405, 'method_not_allowed');
    expect(answer.headers.allow).toContain('POST');
  });

  it('CONNECT opens no tunnel', async () => {
    const { answers, closedByServer } = await exchange(
      server.port,
      'CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\n\r\n',
    );
    for (const answer of answers) expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(closedByServer).toBe(true);
  });

  it('an upgrade is not made', async () => {
    const answer = await server.request('GET', '/health', { Connection: 'Upgrade', Upgrade: 'websocket' });
    expect(answer.status).not.toBe(101);
    expect(answer.status).toBeLessThan(500);
  });

  it('an expectation that is unknown is refused with 417', async () => {
    const answer = await server.request('POST', '/predict', {
      ...OCTETS,
      Expect: 'cats',
      'Content-Length': '3',
    });
    expectProblem(answer, 417, 'expectation_unsupported');
  });
});

import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AppUnderTest, appUnderTest } from '../../harness/app-under-test.ts';
import { collect, exchange, openSocket, requestBytes } from '../../harness/exchange.ts';
import { plainJpeg } from '../../harness/pictures.ts';
import { expectProblem } from '../../harness/problem.ts';
import { heldSession, until } from '../helpers/held-session.ts';

const photo = await plainJpeg();
const JPEG = { 'Content-Type': 'image/jpeg' };
const predict = (headers: Record<string, string> = {}, path = '/predict') =>
  requestBytes('POST', path, { ...JPEG, ...headers }, photo);

/** The first answer to these bytes. */
const answerTo = async ({ port }: AppUnderTest, bytes: Buffer | string) =>
  (await exchange(port, bytes, { answers: 1 })).answers[0]!;

/** The statuses of all answers until the server closes. */
async function statusesOf({ port }: AppUnderTest, ...bytes: Buffer[]): Promise<number[]> {
  const { answers, closedByServer } = await exchange(port, Buffer.concat(bytes));
  expect(closedByServer).toBe(true);
  return answers.map(({ status }) => status);
}

describe('the request target', () => {
  it.each([
    ['with a host, as proxies send it', 'http://cats.example/predict'],
    ['with a host in capitals and a query', 'HTTP://cats.example:80/predict?explain=false'],
    ['with characters that need no escape', '/%70redi%63%74'],
  ])('%s leads to the same path (RFC 9112, 3.2.2; RFC 3986, 6.2.2.2)', async (_, target) => {
    const app = await appUnderTest();
    expect((await answerTo(app, predict({}, target))).status).toBe(200);
    expect(app.log.map(({ path }) => path)).toEqual(['/predict']);
  });

  it.each(['http://cats.example', 'http://cats.example?x=1'])('%s is the root', async (target) => {
    const app = await appUnderTest();
    expect((await answerTo(app, requestBytes('GET', target))).body.toString()).toContain('"links"');
  });

  it.each(['/predict%2Fbatch', 'ftp://cats.example/predict', '*'])('%s is no path', async (target) => {
    const app = await appUnderTest();
    expectProblem(await answerTo(app, requestBytes('GET', target)), 404, 'not_found');
  });

  it('* with OPTIONS is the server (RFC 9110, 9.3.7)', async () => {
    const app = await appUnderTest();
    const { status, headers } = await answerTo(app, requestBytes('OPTIONS', '*'));
    expect(status).toBe(204);
    expect(headers.allow?.split(', ').sort()).toEqual(['GET', 'HEAD', 'OPTIONS', 'POST']);
  });

  it('with a slash too many gets 404, which names the path', async () => {
    const app = await appUnderTest();
    const detail = expectProblem(await answerTo(app, requestBytes('GET', '/predict/')), 404, 'not_found');
    expect(detail).toContain('/predict is a path');
    const other = expectProblem(await answerTo(app, requestBytes('GET', '/cats/')), 404, 'not_found');
    expect(other).not.toContain('is a path');
  });
});

describe('a method that no path has gets 501 (RFC 9110, 9.1)', () => {
  it.each(['CATS', 'PROPFIND', 'get', 'M-SEARCH', 'X!'])('%s', async (method) => {
    const app = await appUnderTest();
    const bytes = requestBytes(method, '/predict');
    expect(expectProblem(await answerTo(app, bytes), 501, 'method_unknown')).toContain('GET, HEAD, POST');
  });

  it('CONNECT, which opens no tunnel', async () => {
    const app = await appUnderTest();
    const health = requestBytes('GET', '/health');
    expect(await statusesOf(app, health, requestBytes('CONNECT', 'a:22'))).toEqual([200, 501]);
    expect(app.log).toMatchObject([{ status: 501, error_code: 'method_unknown' }]);
  });

  it('also after another request', async () => {
    const app = await appUnderTest();
    const health = requestBytes('GET', '/health');
    expect(await statusesOf(app, health, requestBytes('CATS', '/'))).toEqual([200, 501]);
  });
});

describe('Host (RFC 9112, 3.2)', () => {
  const health = (...hosts: string[]) =>
    `GET /health HTTP/1.1\r\n${hosts.map((host) => `Host: ${host}\r\n`).join('')}\r\n`;

  it.each([
    ['none', []],
    ['two', ['a', 'b']],
    ['two that are equal', ['a', 'a']],
    ['with a blank', ['a b']],
    ['with a path', ['a/c']],
    ['with a user', ['me@a']],
    ['with a port that is no number', ['a:http']],
    ['with a bracket that is open', ['[::1']],
    ['a list', ['a, b']],
  ])('%s is refused with 400, and the connection closes', async (_, hosts) => {
    const app = await appUnderTest();
    const { answers, closedByServer } = await exchange(app.port, health(...hosts));
    expectProblem(answers[0], 400, 'request_malformed');
    expect(closedByServer).toBe(true);
  });

  it.each(['a', 'a.example:8080', '127.0.0.1', '[::1]:8080', '', 'a_b-c.example.', 'xn--kaetzchen'])(
    '"%s" is right',
    async (host) => {
      const app = await appUnderTest();
      expect((await answerTo(app, health(host))).status).toBe(200);
    },
  );

  it('is not needed in HTTP/1.0, where two are wrong too', async () => {
    const app = await appUnderTest();
    expect((await answerTo(app, 'GET /health HTTP/1.0\r\n\r\n')).status).toBe(200);
    expect((await answerTo(app, 'GET /health HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n')).status).toBe(400);
  });
});

it.each(['HTTP/2.0', 'HTTP/0.9', 'HTTP/1.2'])('%s is refused, and the connection closes', async (version) => {
  const { port } = await appUnderTest();
  const { answers, closedByServer } = await exchange(port, `GET /health ${version}\r\nHost: a\r\n\r\n`);
  expectProblem(answers[0], 400, 'request_malformed');
  expect(closedByServer).toBe(true);
});

describe('Expect', () => {
  it('is ignored in HTTP/1.0, which has no 100 (RFC 9110, 10.1.1)', async () => {
    const app = await appUnderTest();
    for (const value of ['100-continue', 'cats']) {
      const socket = await openSocket(app.port);
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
      });
      const outcome = collect(socket);
      const head = `POST /predict HTTP/1.0\r\nExpect: ${value}\r\nContent-Type: image/jpeg\r\nContent-Length: ${photo.length}\r\n\r\n`;
      socket.write(head);
      await new Promise((resolve) => setTimeout(resolve, 30));
      socket.write(photo);
      await outcome;
      expect(text, value).toMatch(/^HTTP\/1\.1 200 /);
    }
  });
});

describe('Content-Encoding', () => {
  it.each(['identity', 'Identity', '', 'identity, identity'])('"%s" changes nothing', async (encoding) => {
    const app = await appUnderTest();
    expect((await answerTo(app, predict({ 'Content-Encoding': encoding }))).status).toBe(200);
  });

  it.each(['gzip', 'identity, gzip', 'identities'])('"%s" is refused', async (encoding) => {
    const app = await appUnderTest();
    const answer = await answerTo(app, predict({ 'Content-Encoding': encoding }));
    expectProblem(answer, 415, 'content_encoding_unsupported');
  });
});

describe('an empty Accept names no preference (RFC 9110, 12.5.1)', () => {
  it.each(['/', '/model'])('%s', async (path) => {
    const app = await appUnderTest();
    for (const accept of ['', ' ', ',']) {
      const { status, headers } = await answerTo(app, requestBytes('GET', path, { Accept: accept }));
      expect([status, headers['content-type']?.split(';')[0]]).toEqual([200, 'application/json']);
    }
  });
});

describe('the answers of a connection come in the order of its requests (RFC 9112, 9.3.2)', () => {
  const junk = Buffer.from('junk\r\n\r\n');

  it('the answer to a photo, then 400 for what follows it, then the end', async () => {
    const app = await appUnderTest();
    const { answers } = await exchange(app.port, Buffer.concat([predict(), junk]));
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    expectProblem(answers[1], 400, 'request_malformed');
    expect(answers[0]?.headers.connection).not.toBe('close');
    expect(app.log.map(({ status, message }) => [status, message])).toEqual([
      [200, 'request'],
      [400, 'malformed request'],
    ]);
    const page = await (await fetch(`${app.url}/metrics`)).text();
    expect(page).toContain('prediction_errors_total{code="request_malformed"} 1');
    expect(page).toContain('http_requests_total{path="/predict",status="200"} 1');
  });

  it('of several photos', async () => {
    const app = await appUnderTest();
    expect(await statusesOf(app, predict(), predict(), predict(), junk)).toEqual([200, 200, 200, 400]);
  });

  it('a body that is longer than its length', async () => {
    const app = await appUnderTest();
    const long = Buffer.concat([predict(), photo]);
    expect(await statusesOf(app, long)).toEqual([200, 400]);
  });

  it('what follows "Connection: close" is no request (RFC 9112, 9.6)', async () => {
    const app = await appUnderTest();
    expect(await statusesOf(app, predict({ Connection: 'close' }), junk)).toEqual([200]);
  });

  const broken = requestBytes(
    'POST',
    '/predict',
    { ...JPEG, 'Transfer-Encoding': 'chunked' },
    Buffer.from('5\r\nhello\r\nzz\r\n'),
  );

  it('a body that cannot be read gets one 400, in the log too', async () => {
    const app = await appUnderTest();
    const { answers } = await exchange(app.port, broken);
    expect(answers).toHaveLength(1);
    expectProblem(answers[0], 400, 'request_malformed');
    expect(app.log).toMatchObject([{ status: 400, path: '/predict', error_code: 'request_malformed' }]);
  });

  it('a body that cannot be read, behind a photo', async () => {
    const app = await appUnderTest();
    expect(await statusesOf(app, predict(), broken)).toEqual([200, 400]);
  });

  it('a client that closes its side after the request gets its answer', async () => {
    const app = await appUnderTest();
    const socket = await openSocket(app.port);
    const outcome = collect(socket);
    socket.end(Buffer.concat([predict(), predict()]));
    const { answers, closedByServer } = await outcome;
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(closedByServer).toBe(true);
    expect(JSON.parse(answers[1]!.body.toString()).photo_sha256).toBe(
      createHash('sha256').update(photo).digest('hex'),
    );
  });

  it('clients that close their sides while many wait have gone at once', async () => {
    const { session, waiting } = heldSession();
    const app = await appUnderTest({ session });
    const sockets = await Promise.all(Array.from({ length: 20 }, () => openSocket(app.port)));
    for (const socket of sockets) socket.write(predict());
    await until(() => waiting.length > 0);
    const startedAtMs = performance.now();
    const outcome = collect(sockets[19]!);
    sockets[19]!.end();
    expect(await outcome).toEqual({ answers: [], closedByServer: true });
    expect(performance.now() - startedAtMs).toBeLessThan(900);
    for (const socket of sockets) socket.destroy();
  });

  it('a client that closes its side while it waits for more than a second has gone', async () => {
    const { session, waiting } = heldSession();
    const app = await appUnderTest({ session });
    const socket = await openSocket(app.port);
    const outcome = collect(socket);
    socket.end(predict());
    await until(() => waiting.length === 1);
    expect(await outcome).toEqual({ answers: [], closedByServer: true });
    waiting[0]!();
    await until(() => app.log.length === 1);
    expect(app.log).toMatchObject([{ status: 499 }]);
  });
});

import { describe, expect, it } from 'vitest';
import { appUnderTest } from '../../harness/app-under-test.ts';
import { plainJpeg } from '../../harness/pictures.ts';
import { connection, received } from '../helpers/exchange.ts';
import { heldSession, until } from '../helpers/held-session.ts';

const post = (body: Buffer) => ({ method: 'POST', body, headers: { 'content-type': 'image/jpeg' } });

describe('what is no HTTP', () => {
  it.each([
    ['a line of nonsense', 'HELLO\r\n\r\n', 400, 'request_malformed'],
    [
      'two lengths',
      'POST /predict HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
      'request_malformed',
    ],
    [
      'headers without an end',
      `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      431,
      'headers_too_large',
    ],
  ])('%s gets problem details', async (_, text, status, code) => {
    const { port } = await appUnderTest();
    const socket = await connection(port);
    socket.write(text);
    const answer = await received(socket);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toMatch(/content-type: application\/problem\+json/i);
    expect(answer).toContain(`"code":"${code}"`);
  });

  it('an expectation that is not met is 417', async () => {
    const { port } = await appUnderTest();
    const socket = await connection(port);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n');
    expect(await received(socket)).toMatch(/^HTTP\/1.1 417 /);
  });
});

describe('drain', () => {
  it('answers what is in, says that the connection closes, and takes nothing new', async () => {
    const { session, waiting } = heldSession();
    const app = await appUnderTest({ session });
    const photo = await plainJpeg();
    const inside = [1, 2, 3].map(() => fetch(`${app.url}/predict`, post(photo)));
    await until(() => waiting.length === 3);
    const drained = app.drain();
    await until(() => !app.server.listening);
    await expect(fetch(`${app.url}/health`)).rejects.toThrow('fetch failed');
    for (const release of waiting) release();
    const answers = await Promise.all(inside);
    expect(answers.map(({ status, headers }) => [status, headers.get('connection')])).toEqual(
      Array(3).fill([200, 'close']),
    );
    await drained;
  });

  it('is not held back by an idle connection', async () => {
    const app = await appUnderTest();
    const socket = await connection(app.port);
    socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    const answer = received(socket);
    await until(() => app.log.length === 1);
    await app.drain();
    expect(await answer).toMatch(/^HTTP\/1.1 200 /);
  });
});

import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { collect, exchange, openSocket, requestBytes } from '../../harness/exchange.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const BUNDLE = '/docs/swagger-ui-bundle.js';
// What the function may take for all connections of a test: far less than their answers.
const MAX_GROWTH_BYTES = 40e6;

const server = serverUnderTest({ BODY_TIMEOUT_MS: '1000' });
const photo = requestBytes('POST', '/predict', { 'Content-Type': 'image/jpeg' }, CHELSEA_JPEG);

const open = new Set<Socket>();
afterEach(() => {
  for (const socket of open) socket.destroy();
  open.clear();
});

/** A connection that sends and reads nothing. */
async function unread(bytes: Buffer): Promise<Socket> {
  const socket = await openSocket(server.port);
  open.add(socket);
  socket.pause();
  socket.write(bytes);
  return socket;
}

const times = (count: number, bytes: Buffer): Buffer => Buffer.concat(new Array<Buffer>(count).fill(bytes));

describe('a client that reads no answer holds a bounded amount of memory', () => {
  it.each([BUNDLE, '/openapi.json', '/metrics', '/model', '/docs/swagger-ui.css'])(
    'where it asks 1,000 times for %s',
    async (path) => {
      const before = server.peakRssBytes();
      await unread(times(1000, requestBytes('GET', path)));
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect((await server.predict(CHELSEA_JPEG)).status).toBe(200);
      expect(server.peakRssBytes() - before).toBeLessThan(MAX_GROWTH_BYTES);
    },
  );

  it.each([BUNDLE, '/openapi.json', '/metrics'])('where 500 clients ask for %s', async (path) => {
    const before = server.peakRssBytes();
    await Promise.all(Array.from({ length: 500 }, () => unread(requestBytes('GET', path))));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect((await server.predict(CHELSEA_JPEG)).status).toBe(200);
    expect(server.peakRssBytes() - before).toBeLessThan(MAX_GROWTH_BYTES);
  });

  it('where it sends 200 photos at once', async () => {
    const before = server.peakRssBytes();
    await unread(times(200, photo));
    expect((await server.predict(CHELSEA_JPEG)).status).toBe(200);
    expect(server.peakRssBytes() - before).toBeLessThan(MAX_GROWTH_BYTES);
  });
});

describe('a client that sends many requests at once', () => {
  it('gets all answers, in their order, once it reads', async () => {
    const requests = Array.from({ length: 100 }, (_, i) =>
      requestBytes('GET', '/openapi.json', {
        'X-Request-Id': `order-${i}`,
        ...(i === 99 && { Connection: 'close' }),
      }),
    );
    const socket = await unread(Buffer.concat(requests));
    await new Promise((resolve) => setTimeout(resolve, 200));
    const outcome = collect(socket);
    socket.resume();
    const { answers } = await outcome;
    expect(answers.map(({ headers }) => headers['x-request-id'])).toEqual(
      requests.map((_, i) => `order-${i}`),
    );
  });

  it('is cut off with the others that do so, where they are more than fit', async () => {
    const many = times(1000, requestBytes('GET', '/openapi.json'));
    const greedy = await Promise.all(Array.from({ length: 30 }, () => unread(many)));
    await expect.poll(() => greedy.some(({ destroyed }) => destroyed), { timeout: 5000 }).toBe(true);
    const { answers } = await exchange(server.port, requestBytes('GET', '/health'), { answers: 1 });
    expect(answers[0]?.status).toBe(200);
  });
});

it('a client that takes no byte of its answer is cut off after BODY_TIMEOUT_MS', async () => {
  const socket = await unread(times(1000, requestBytes('GET', '/openapi.json')));
  const isCutOff = () => {
    socket.write('\r\n');
    return socket.destroyed;
  };
  await expect.poll(isCutOff, { timeout: 4000 }).toBe(true);
});

it('a large file is served to a limited number of clients at once, and to others when they have read it', async () => {
  const stuck = await Promise.all(Array.from({ length: 32 }, () => unread(requestBytes('GET', BUNDLE))));
  const get = async () =>
    (await exchange(server.port, requestBytes('GET', BUNDLE), { answers: 1 })).answers[0]!;
  await expect.poll(async () => (await get()).status, { timeout: 3000 }).toBe(503);
  for (const socket of stuck) socket.destroy();
  await expect.poll(async () => (await get()).status, { timeout: 3000 }).toBe(200);
  // Each reader makes room for the next one.
  for (let i = 0; i < 40; i++) expect((await get()).status).toBe(200);
});

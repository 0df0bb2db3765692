import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { collect, exchange, openSocket, requestBytes } from '../../harness/exchange.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

// Far shorter than any client needs, so that the tests do not wait for the defaults.
const server = serverUnderTest({
  HEADERS_TIMEOUT_MS: '400',
  BODY_TIMEOUT_MS: '600',
  KEEP_ALIVE_TIMEOUT_MS: '500',
});
const TRICKLE_INTERVAL_MS = 50;
const OCTETS = { 'Content-Type': 'application/octet-stream' };
const photo = requestBytes('POST', '/predict', OCTETS, CHELSEA_JPEG);

const open = new Set<Socket>();
const connection = async (): Promise<Socket> => {
  const socket = await openSocket(server.port);
  open.add(socket);
  return socket;
};
afterEach(() => {
  for (const socket of open) socket.destroy();
  open.clear();
});

/** Sends one byte after another until the server closes; resolves with what it answered. */
async function trickle(bytes: Buffer, from: number) {
  const socket = await connection();
  const outcome = collect(socket);
  socket.write(bytes.subarray(0, from));
  for (let at = from; !socket.closed && at < from + 400; at += 1) {
    if (socket.writable) socket.write(bytes.subarray(at, at + 1));
    await Promise.race([sleep(TRICKLE_INTERVAL_MS), outcome]);
    if (socket.readableEnded || socket.destroyed) break;
  }
  return await outcome;
}

describe('a client that is too slow gets 408 and its connection is closed', () => {
  it('a body that trickles in', async () => {
    const { answers, closedByServer } = await trickle(photo, photo.length - 1000);
    expectProblem(answers[0], 408, 'request_timeout');
    expect(closedByServer).toBe(true);
  });

  it('a body in chunks that trickles in', async () => {
    const head = requestBytes('POST', '/predict', { ...OCTETS, 'Transfer-Encoding': 'chunked' });
    const { answers } = await trickle(Buffer.concat([head, Buffer.alloc(6000, '1\r\nx\r\n')]), head.length);
    expectProblem(answers[0], 408, 'request_timeout');
  });

  it('a body that never comes', async () => {
    const head = requestBytes('POST', '/predict', { ...OCTETS, 'Content-Length': '1000' });
    const { answers, closedByServer } = await exchange(server.port, head);
    expectProblem(answers[0], 408, 'request_timeout');
    expect(closedByServer).toBe(true);
  });

  it('headers that trickle in', async () => {
    const slow = requestBytes('POST', '/predict', { 'X-Slow': 'x'.repeat(1000) });
    const { answers } = await trickle(slow, 30);
    expectProblem(answers[0], 408, 'request_timeout');
  });

  it('headers that never end', async () => {
    const { answers } = await exchange(server.port, 'GET /health HTTP/1.1\r\nHost: localhost\r\n');
    expectProblem(answers[0], 408, 'request_timeout');
  });
});

describe('a connection that carries nothing is closed', () => {
  it('one that never sends a byte', async () => {
    const { closedByServer } = await collect(await connection());
    expect(closedByServer).toBe(true);
  });

  it('one that has had its answer and stays idle', async () => {
    const { answers, closedByServer } = await exchange(server.port, requestBytes('GET', '/health'));
    expect(answers[0]?.status).toBe(200);
    expect(closedByServer).toBe(true);
  });

  it('one whose client stopped sending half way', async () => {
    const socket = await connection();
    const outcome = collect(socket);
    socket.end(photo.subarray(0, 5000));
    expect((await outcome).closedByServer).toBe(true);
  });
});

describe('slow clients do not keep others waiting', () => {
  it('a photo is answered beside 300 idle connections', async () => {
    await Promise.all(Array.from({ length: 300 }, connection));
    expect((await server.predict(CHELSEA_JPEG)).status).toBe(200);
  });

  it('a photo is answered beside 100 photos that never arrive whole', async () => {
    const stuck = await Promise.all(Array.from({ length: 100 }, connection));
    for (const socket of stuck) socket.write(photo.subarray(0, photo.length - 1));
    expect((await server.predict(CHELSEA_JPEG)).status).toBe(200);
  });

  it('a client that goes away in the middle of its photo leaves nothing behind', async () => {
    for (let i = 0; i < 50; i += 1) {
      const socket = await connection();
      socket.write(photo.subarray(0, photo.length / 2));
      socket.resetAndDestroy();
    }
    expect((await server.predict(CHELSEA_JPEG)).status).toBe(200);
  });

  it('a client that never reads its answers does not fill the memory', async () => {
    const before = server.peakRssBytes();
    const socket = await connection();
    socket.pause();
    const info = requestBytes('GET', '/openapi.json');
    for (let i = 0; i < 2000 && socket.writable && !socket.writableNeedDrain; i += 1) socket.write(info);
    expect((await server.predict(CHELSEA_JPEG)).status).toBe(200);
    expect(server.peakRssBytes() - before).toBeLessThan(64e6);
  });
});

import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type BuiltServer, type Environment, startServer } from '../../harness/built-server.ts';
import { collect, exchange, openSocket, requestBytes } from '../../harness/exchange.ts';
import { inFlightRequests } from '../../harness/metrics.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';

const IN_FLIGHT = 200;
const photo = requestBytes('POST', '/predict', { 'Content-Type': 'application/octet-stream' }, CHELSEA_JPEG);

const servers: BuiltServer[] = [];
const start = async (env: Environment = {}): Promise<BuiltServer> => {
  const server = await startServer(env);
  servers.push(server);
  return server;
};
afterEach(async () => {
  for (const server of servers) server.signal('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => server.exit));
});

/** Requests of which each misses its last byte, all of them inside the server. */
async function hold(server: BuiltServer, count: number) {
  const held = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = await openSocket(server.port);
      socket.write(photo.subarray(0, photo.length - 1));
      return { socket, outcome: collect(socket) };
    }),
  );
  await inFlightRequests(server, count);
  return held;
}

/** How a new connection ends: the error's code, or 'connected'. */
function tryToConnect(port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve('connected');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
  });
}

/** Resolves when the server has stopped listening. */
async function stoppedListening(port: number): Promise<void> {
  while ((await tryToConnect(port)) === 'connected') await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('on SIGTERM', () => {
  it(`${IN_FLIGHT} photos in flight are all answered, then the process ends with 0`, async () => {
    const server = await start();
    const held = await hold(server, IN_FLIGHT);
    server.signal('SIGTERM');
    await stoppedListening(server.port);
    for (const { socket } of held) socket.write(photo.subarray(photo.length - 1));
    const outcomes = await Promise.all(held.map(({ outcome }) => outcome));
    const answers = outcomes.map(
      ({ answers: [answer] }) => `${answer?.status} ${answer?.headers.connection}`,
    );
    expect(answers).toEqual(new Array(IN_FLIGHT).fill('200 close'));
    expect(outcomes.every(({ answers: [answer] }) => answer?.body.includes('"prediction":"cat"'))).toBe(true);
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('photos that are being judged are answered as well as those that are still coming in', async () => {
    const server = await start();
    const [last] = await hold(server, 1);
    const sent = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const socket = await openSocket(server.port);
        const outcome = collect(socket, { answers: 1 });
        socket.write(photo);
        return { socket, outcome };
      }),
    );
    await sent[0]?.outcome;
    server.signal('SIGTERM');
    await stoppedListening(server.port);
    last?.socket.write(photo.subarray(photo.length - 1));
    const outcomes = await Promise.all([...sent, last!].map(({ outcome }) => outcome));
    expect(outcomes.map(({ answers: [answer] }) => answer?.status)).toEqual(new Array(51).fill(200));
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('new connections are refused while the old ones are served', async () => {
    const server = await start();
    const [held] = await hold(server, 1);
    server.signal('SIGTERM');
    await stoppedListening(server.port);
    expect(await tryToConnect(server.port)).toBe('ECONNREFUSED');
    held?.socket.write(photo.subarray(photo.length - 1));
    expect((await held?.outcome)?.answers[0]?.status).toBe(200);
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  // The time limits are far beyond the test's own: only closing them lets the process end.
  const patient = {
    KEEP_ALIVE_TIMEOUT_MS: '600000',
    HEADERS_TIMEOUT_MS: '600000',
    BODY_TIMEOUT_MS: '600000',
  };

  it('idle connections, used and unused, do not hold it back', async () => {
    const server = await start(patient);
    const used = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const socket = await openSocket(server.port);
        socket.write(photo);
        await collect(socket, { answers: 1 });
        return socket;
      }),
    );
    const unused = await Promise.all(Array.from({ length: 20 }, () => openSocket(server.port)));
    server.signal('SIGTERM');
    expect(await server.exit).toEqual({ code: 0, signal: null });
    for (const socket of [...used, ...unused]) socket.destroy();
  });

  it('a connection that keeps sending requests is told to close', async () => {
    const server = await start(patient);
    const [held] = await hold(server, 1);
    server.signal('SIGTERM');
    await stoppedListening(server.port);
    held?.socket.write(Buffer.concat([photo.subarray(photo.length - 1), photo, photo]));
    const { answers, closedByServer } = (await held?.outcome)!;
    expect(answers[0]?.status).toBe(200);
    expect(answers[0]?.headers.connection).toBe('close');
    expect(closedByServer).toBe(true);
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('readiness is withdrawn on connections that are still open', async () => {
    const server = await start(patient);
    const [held] = await hold(server, 1);
    const probe = await openSocket(server.port);
    const outcome = collect(probe);
    probe.write(`GET /ready HTTP/1.1\r\nHost: localhost\r\n`);
    server.signal('SIGTERM');
    await stoppedListening(server.port);
    probe.write('\r\n');
    const { answers } = await outcome;
    // Closed before it was asked, or told that no more work is wanted.
    for (const answer of answers) expect(answer.status).toBe(503);
    held?.socket.write(photo.subarray(photo.length - 1));
    expect((await held?.outcome)?.answers[0]?.status).toBe(200);
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('a client that never finishes its photo gets 408 and does not hold it back', async () => {
    const server = await start({ BODY_TIMEOUT_MS: '1000' });
    const [held] = await hold(server, 1);
    server.signal('SIGTERM');
    expect((await held?.outcome)?.answers[0]?.status).toBe(408);
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('clients that go away while their photos are judged do not make it fail', async () => {
    const server = await start();
    const gone = await Promise.all(Array.from({ length: 20 }, () => openSocket(server.port)));
    for (const socket of gone) socket.write(photo);
    const [first] = gone;
    if (first) await collect(first, { answers: 1 });
    server.signal('SIGTERM');
    for (const socket of gone) socket.resetAndDestroy();
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('a second SIGTERM changes nothing', async () => {
    const server = await start();
    const held = await hold(server, 5);
    server.signal('SIGTERM');
    await stoppedListening(server.port);
    server.signal('SIGTERM');
    for (const { socket } of held) socket.write(photo.subarray(photo.length - 1));
    for (const { outcome } of held) expect((await outcome).answers[0]?.status).toBe(200);
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });
});

describe('on SIGINT', () => {
  it('the photo in flight is answered, then the process ends with 0', async () => {
    const server = await start();
    const [held] = await hold(server, 1);
    server.signal('SIGINT');
    await stoppedListening(server.port);
    held?.socket.write(photo.subarray(photo.length - 1));
    expect((await held?.outcome)?.answers[0]?.status).toBe(200);
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });

  it('an idle process ends with 0', async () => {
    const server = await start();
    await exchange(server.port, requestBytes('GET', '/health'), { answers: 1 });
    server.signal('SIGINT');
    expect(await server.exit).toEqual({ code: 0, signal: null });
  });
});

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../../tools/free-port.ts';
import {
  type BuiltServer,
  type Environment,
  type Exit,
  launchWith,
  spawnServer,
  startServer,
} from '../../harness/built-server.ts';
import { exchange, requestBytes } from '../../harness/exchange.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { launchInShell } from '../helpers/launch-in-shell.ts';

const MAX_STOP_MS = 2000;

let folder = '';
let servers: BuiltServer[] = [];
const start = async (env: Environment = {}): Promise<BuiltServer> => {
  const server = await startServer(env);
  servers.push(server);
  return server;
};
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'stop-'));
});
afterEach(async () => {
  for (const server of servers) server.signal('SIGKILL');
  await Promise.all(servers.map((server) => server.exit));
  servers = [];
  launchWith(launchInShell(''));
  rmSync(folder, { recursive: true });
});

/** Sends SIGTERM and expects the end within 2 s. */
async function stopInTime(server: BuiltServer): Promise<Exit> {
  const startedAtMs = performance.now();
  server.signal('SIGTERM');
  const exit = await server.exit;
  expect(performance.now() - startedAtMs).toBeLessThan(MAX_STOP_MS);
  return exit;
}

/** A pipe that is held open, and that nobody reads. */
function unreadPipe(): number {
  const pipe = path.join(folder, 'log');
  execFileSync('mkfifo', [pipe]);
  return openSync(pipe, 'r+');
}

/** Whether the function's first library is loaded; the model comes later. */
const isLoading = ({ pid }: BuiltServer): boolean =>
  readFileSync(`/proc/${pid}/maps`, 'utf8').includes('libvips');

describe('SIGTERM while the function starts', () => {
  it('ends it, even where the model folder does not answer', async () => {
    // To open a pipe that nobody writes takes for ever, as a network file system can.
    execFileSync('mkfifo', [path.join(folder, 'model.json')]);
    const server = spawnServer(await freePort(), { MODEL_PATH: folder });
    servers.push(server);
    await expect.poll(() => isLoading(server), { timeout: 5000 }).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await stopInTime(server);
  });

  it('ends it with 0 before the model is loaded', async () => {
    const server = spawnServer(await freePort());
    servers.push(server);
    await expect.poll(() => isLoading(server), { timeout: 5000, interval: 1 }).toBe(true);
    expect(await stopInTime(server)).toEqual({ code: 0, signal: null });
  });
});

describe('a log that nobody reads', () => {
  it('stops no answer and no end; lines that do not fit are dropped and counted', async () => {
    const pipe = unreadPipe();
    launchWith(launchInShell('', pipe));
    try {
      const server = await start();
      // About 1.4 MB of lines, where the pipe takes 64 kB and the queue 1 MiB.
      const count = 400;
      const requests = requestBytes('GET', `/${'a'.repeat(190)}`, { 'X-Request-Id': 'i'.repeat(128) });
      const many = Buffer.concat(new Array<Buffer>(count).fill(requests));
      for (let i = 0; i < 8; i++) {
        const { answers } = await exchange(server.port, many, { answers: count });
        expect(answers).toHaveLength(count);
      }
      const photo = requestBytes('POST', '/predict', { 'Content-Type': 'image/jpeg' }, CHELSEA_JPEG);
      expect((await exchange(server.port, photo, { answers: 1 })).answers[0]?.status).toBe(200);
      const page = await (await fetch(`${server.url}/metrics`, { headers: { connection: 'close' } })).text();
      expect(Number(/^log_lines_dropped_total (\d+)$/m.exec(page)?.[1])).toBeGreaterThan(100);
      expect(await stopInTime(server)).toEqual({ code: 0, signal: null });
    } finally {
      closeSync(pipe);
    }
  });

  it('a reader that has gone ends nothing', async () => {
    const pipe = path.join(folder, 'log');
    execFileSync('mkfifo', [pipe]);
    const reader = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(pipe, 'w');
    launchWith(launchInShell('', writer));
    const server = await start();
    closeSync(writer);
    closeSync(reader);
    for (let i = 0; i < 3; i++) {
      const { answers } = await exchange(server.port, requestBytes('GET', '/model'), { answers: 1 });
      expect(answers[0]?.status).toBe(200);
    }
    expect(await stopInTime(server)).toEqual({ code: 0, signal: null });
  });
});

it('a collector of spans that does not answer holds SIGTERM back for less than 2 s', async () => {
  const sockets: Socket[] = [];
  const collector = createServer((socket) => sockets.push(socket.on('error', () => {})));
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  try {
    const { port } = collector.address() as AddressInfo;
    const server = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    await exchange(server.port, requestBytes('GET', '/'), { answers: 1 });
    expect(await stopInTime(server)).toEqual({ code: 0, signal: null });
    expect(sockets.length).toBeGreaterThan(0);
  } finally {
    for (const socket of sockets) socket.destroy();
    collector.close();
  }
});

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BuiltServer,
  type Environment,
  type Launch,
  launchWith,
  REPOSITORY_ROOT,
  startServer,
} from '../../harness/built-server.ts';
import { exchange, openSocket, requestBytes } from '../../harness/exchange.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';
import { launchInShell, launchWithMounts } from '../helpers/launch-in-shell.ts';

const released = process.env.MODEL_PATH ?? path.join(REPOSITORY_ROOT, 'function/model');

/** Whether this machine lets a process have its own mounts. */
const hasMounts = (() => {
  try {
    execFileSync('unshare', ['-rm', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('unshare makes no mounts here: the tests of a read-only root and of a dead DNS are skipped');
    return false;
  }
})();

let scratch = '';
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'faults-'));
});
let servers: BuiltServer[] = [];
async function start(launch: Launch, env: Environment = {}): Promise<BuiltServer> {
  launchWith(launch);
  const server = await startServer(env);
  servers.push(server);
  return server;
}
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  servers = [];
  rmSync(scratch, { recursive: true, force: true });
});

const photo = requestBytes('POST', '/predict', { 'Content-Type': 'image/jpeg' }, CHELSEA_JPEG);
const answerTo = async ({ port }: BuiltServer, bytes: Buffer) =>
  (await exchange(port, bytes, { answers: 1 })).answers[0]!;
const get = (server: BuiltServer, target: string, headers: Record<string, string> = {}) =>
  answerTo(server, requestBytes('GET', target, headers));

it('a model folder that is replaced changes nothing before a restart', async () => {
  const folder = path.join(scratch, 'model');
  cpSync(released, folder, { recursive: true });
  const server = await start(launchInShell(''), { MODEL_PATH: folder });
  for (const file of ['model.json', 'model.onnx', 'self-test.jpg', 'MODEL_CARD.md'])
    writeFileSync(path.join(folder, file), 'another');
  const card = await get(server, '/model', { Accept: 'text/markdown' });
  expect(card.body.toString()).toMatch(/^#/);
  expect((await get(server, '/web/sample.jpg')).body.readUInt16BE()).toBe(0xffd8);
  rmSync(folder, { recursive: true });
  expect((await get(server, '/web/sample.jpg')).body.readUInt16BE()).toBe(0xffd8);
  expect((await get(server, '/model')).status).toBe(200);
  expect((await get(server, '/ready')).status).toBe(200);
  expect((await answerTo(server, photo)).body.toString()).toContain('"prediction":"cat"');
});

it('more connections than file descriptors: the function answers again when they have gone', async () => {
  const server = await start(launchInShell('ulimit -n 64'));
  const sockets: Socket[] = await Promise.all(Array.from({ length: 150 }, () => openSocket(server.port)));
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const socket of sockets) socket.destroy();
  await expect
    .poll(async () => (await exchange(server.port, photo, { answers: 1 })).answers[0]?.status, {
      timeout: 3000,
    })
    .toBe(200);
  expect((await get(server, '/docs/swagger-ui.css')).status).toBe(200);
  expect(await server.stop()).toEqual({ code: 0, signal: null });
});

describe.skipIf(!hasMounts)('with a file system that takes no writes', () => {
  it.each([
    ['a root that is read-only', 'mount -o remount,ro,bind / ; ! touch /tmp/file 2>/dev/null'],
    [
      'a /tmp that is full',
      'mount -t tmpfs -o size=4k tmpfs /tmp; ! dd if=/dev/zero of=/tmp/full bs=64k count=1 2>/dev/null',
    ],
  ])('%s, every kind of answer comes', async (_, script) => {
    const server = await start(launchWithMounts(script));
    expect((await answerTo(server, photo)).body.toString()).toContain('"prediction":"cat"');
    const explain = requestBytes('POST', '/explain', { 'Content-Type': 'image/jpeg' }, CHELSEA_JPEG);
    expect((await answerTo(server, explain)).status).toBe(200);
    for (const target of [
      '/docs',
      '/docs/swagger-ui-bundle.js',
      '/openapi.json',
      '/metrics',
      '/model',
      '/v2',
    ])
      expect((await get(server, target)).status, target).toBe(200);
  });
});

describe.skipIf(!hasMounts)('with a name server that does not answer', () => {
  it('the photos of URLs get 502 in time, and other photos their answers meanwhile', async () => {
    // A resolver asks port 53 only: an address of the documentation (RFC 5737), where nothing answers.
    const file = path.join(scratch, 'resolv.conf');
    writeFileSync(file, 'nameserver 192.0.2.1\n');
    const server = await start(launchWithMounts(`mount --bind ${file} /etc/resolv.conf`), {
      PHOTO_ALLOWED_HOSTS: 'photos.example.com',
      PHOTO_FETCH_TIMEOUT_MS: '2000',
    });
    const headers = {
      'Content-Type': 'application/json',
      'ce-id': '1',
      'ce-source': '/uploads',
      'ce-type': 'shelter.photo',
      'ce-specversion': '1.0',
    };
    const data = Buffer.from(JSON.stringify({ url: 'https://photos.example.com/a.jpg' }));
    const event = requestBytes('POST', '/events', headers, data);
    const startedAtMs = performance.now();
    const events = Promise.all(Array.from({ length: 20 }, () => answerTo(server, event)));
    for (let i = 0; i < 5; i++) expect((await answerTo(server, photo)).status).toBe(200);
    // Before the first of the events is answered.
    expect(performance.now() - startedAtMs).toBeLessThan(2000);
    expect((await events).map(({ status }) => status)).toEqual(new Array(20).fill(502));
    expect(performance.now() - startedAtMs).toBeLessThan(4000);
    const stoppedAtMs = performance.now();
    await server.stop();
    expect(performance.now() - stoppedAtMs).toBeLessThan(2000);
  });
});

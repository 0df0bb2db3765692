// In a copy, because it builds: other tests run what was built here.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { freePort } from '../../../tools/free-port.ts';
import { until } from '../../../tools/wait-until.ts';
import { REPOSITORY_ROOT, serverOf } from '../../harness/built-server.ts';

const COPIED = ['package.json', 'tsconfig.json', 'function/src', 'function/web', 'function/model'];
const START_TIMEOUT_MS = 60_000;
const TEST_TIMEOUT_MS = 90_000;

function copyOfFunction(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-serve-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of [...COPIED, 'function/build.mjs', 'function/serve.mjs']) {
    cpSync(path.join(REPOSITORY_ROOT, name), path.join(folder, name), { recursive: true });
  }
  symlinkSync(path.join(REPOSITORY_ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  return folder;
}

it(
  'npm run serve builds and starts the function, and prints the address of its page',
  async () => {
    const [program, ...args] = manifest.scripts.serve.split(' ');
    // A plain command of node runs in every shell.
    expect(program).toBe('node');
    const port = await freePort();
    const child = spawn(process.execPath, args, {
      cwd: copyOfFunction(),
      env: { PATH: process.env.PATH, PORT: String(port) },
    });
    const signal = (name: NodeJS.Signals) => child.kill(name);
    const server = serverOf({ child, signal, pid: () => child.pid!, memoryIsLimited: false }, port);
    await until('it listens', () => server.output().includes('"message":"listening"'), {
      timeoutMs: START_TIMEOUT_MS,
    });
    const page = /^the page: (\S+)$/m.exec(server.output())?.[1];
    expect(page).toBe(`http://localhost:${port}`);
    const answer = await fetch(page!, { headers: { accept: 'text/html' } });
    expect(await answer.text()).toContain('<title>Cat or dog?</title>');
    expect(await server.stop()).toEqual({ code: 0, signal: null });
  },
  TEST_TIMEOUT_MS,
);

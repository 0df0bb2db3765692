import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltServer, REPOSITORY_ROOT, startServer } from '../../harness/built-server.ts';
import { exchange, requestBytes } from '../../harness/exchange.ts';
import { CHELSEA_JPEG } from '../../harness/photos.ts';

const run = promisify(execFile);
const INSTALL_TIMEOUT_MS = 120_000;

/** What func leaves behind: the repository itself, and what is listed at the root's .funcignore. */
const IGNORED = new Set([
  '.git',
  ...readFileSync(path.join(REPOSITORY_ROOT, '.funcignore'), 'utf8')
    .split('\n')
    .filter((line) => /^[^#]/.test(line)),
]);

describe('as the builders do it: a clean copy, npm ci, npm run build, npm prune, npm start', () => {
  const copy = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-build-'));
  let server: BuiltServer | undefined;

  beforeAll(async () => {
    for (const name of readdirSync(REPOSITORY_ROOT)) {
      if (!IGNORED.has(name))
        cpSync(path.join(REPOSITORY_ROOT, name), path.join(copy, name), { recursive: true });
    }
    const env = { ...process.env, SOURCE_REVISION: 'revision-of-the-test' };
    const npm = (...args: string[]) => run('npm', args, { cwd: copy, env });
    await npm('ci', '--prefer-offline', '--no-audit');
    await npm('run', 'build');
    await npm('prune', '--omit=dev', '--offline');
    server = await startServer({}, copy);
  }, INSTALL_TIMEOUT_MS);
  afterAll(async () => {
    await server?.stop();
    rmSync(copy, { recursive: true, force: true });
  });

  it('answers a photo with NODE_ENV=production and PORT from the environment', async () => {
    const head = { 'Content-Type': 'image/jpeg' };
    const { answers } = await exchange(server!.port, requestBytes('POST', '/predict', head, CHELSEA_JPEG), {
      answers: 1,
    });
    expect(`${answers[0]?.status} ${answers[0]?.body.toString()}`).toMatch(/^200 .*"prediction":"cat"/);
  });

  it('tells the revision that it was built from', async () => {
    const { answers } = await exchange(server!.port, requestBytes('GET', '/metrics'), { answers: 1 });
    expect(answers[0]?.body.toString()).toMatch(/^build_info\{.*revision="revision-of-the-test".*\} 1$/m);
  });

  it('has its documentation without the development packages', async () => {
    for (const page of ['/docs/', '/openapi.json', '/']) {
      const { answers } = await exchange(server!.port, requestBytes('GET', page), { answers: 1 });
      expect(`${page} ${answers[0]?.status}`).toBe(`${page} 200`);
    }
  });

  it('runs without the development packages', () => {
    expect(existsSync(path.join(copy, 'node_modules', 'sharp'))).toBe(true);
    for (const name of ['vitest', 'typescript', 'esbuild']) {
      expect(existsSync(path.join(copy, 'node_modules', name))).toBe(false);
    }
  });

  it('runs as one process without a shell or npm in between, so that signals reach it', async () => {
    const { stdout } = await run('npm', ['pkg', 'get', 'scripts.start'], { cwd: copy });
    expect(JSON.parse(stdout)).toMatch(/^node \S+$/);
  });
});

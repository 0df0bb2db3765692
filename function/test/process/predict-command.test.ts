import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../tools/free-port.ts';
import { REPOSITORY_ROOT } from '../../harness/built-server.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const CHELSEA = 'function/samples/chelsea.png';
const server = serverUnderTest();
const scratch = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-predict-'));
const text = path.join(scratch, 'cat.jpg');
writeFileSync(text, 'a cat sat on a mat');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

function run(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  return new Promise((resolve) => {
    const options = { cwd: REPOSITORY_ROOT, env: { ...process.env, ...env } };
    execFile(command, args, options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** Runs what `npx . predict` runs, without npm's own start. */
const predict = (args: readonly string[], env?: Record<string, string>): Promise<Run> =>
  run(process.execPath, ['function/cli/cats-vs-dogs.mjs', 'predict', ...args], env);

describe.each(['in this process', 'by a running function'])('npx . predict, %s', (where) => {
  const args = (): string[] => (where === 'in this process' ? [] : ['--url', server.url]);

  it('prints one line a photo', async () => {
    const { code, stdout } = await predict([CHELSEA, CHELSEA, ...args()]);
    expect(stdout).toMatch(/^(function\/samples\/chelsea\.png: cat \d+\.\d %\n){2}$/);
    expect(code).toBe(0);
  });

  it('goes on after a photo that cannot be judged, says why, and ends with 1', async () => {
    const missing = path.join(scratch, 'missing.jpg');
    const { code, stdout, stderr } = await predict([missing, text, scratch, CHELSEA, ...args()]);
    expect(stdout).toMatch(/^function\/samples\/chelsea\.png: cat .*\n$/);
    expect(stderr).toContain('missing.jpg: there is no such file');
    expect(stderr).toMatch(/cat\.jpg: .*JPEG, PNG/);
    expect(stderr).toContain('this is a folder');
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  });

  it('prints JSON lines, failures too', async () => {
    const { code, stdout } = await predict([CHELSEA, text, '--json', ...args()]);
    const [cat, failure] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(cat).toEqual({
      file: CHELSEA,
      photo_sha256: expect.stringMatching(/^[\da-f]{64}$/),
      prediction: 'cat',
      probability: expect.any(Number),
      probabilities: { cat: expect.any(Number), dog: expect.any(Number) },
      is_pet: true,
      pet_score: expect.any(Number),
      needs_review: false,
      model: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    });
    expect(failure).toEqual({ file: text, error: expect.stringMatching(/JPEG/) });
    expect(code).toBe(1);
  });
});

describe('npx . predict', () => {
  it('is what npx finds in a checkout', async () => {
    const { code, stdout } = await run('npx', ['--no-install', '.', 'predict', CHELSEA, '--url', server.url]);
    expect(stdout).toMatch(/^function\/samples\/chelsea\.png: cat/);
    expect(code).toBe(0);
  });

  it('reads a photo from standard input', async () => {
    const child = spawn(
      process.execPath,
      ['function/cli/cats-vs-dogs.mjs', 'predict', '-', '--url', server.url],
      {
        cwd: REPOSITORY_ROOT,
      },
    );
    child.stdin.end(readFileSync(path.join(REPOSITORY_ROOT, CHELSEA)));
    const [stdout] = await Promise.all([textOf(child.stdout), once(child, 'close')]);
    expect(stdout).toMatch(/^-: cat \d+\.\d %\n$/);
    expect(child.exitCode).toBe(0);
  });

  const withInput = async (
    args: readonly string[],
    input: string | Buffer,
    env: Record<string, string> = {},
  ) => {
    const command = ['function/cli/cats-vs-dogs.mjs', 'predict', ...args, '--url', server.url];
    const options = { cwd: REPOSITORY_ROOT, env: { ...process.env, ...env } };
    const child = spawn(process.execPath, command, options);
    child.stdin.end(input);
    const outputs = [textOf(child.stdout), textOf(child.stderr), once(child, 'close')] as const;
    const [stdout, stderr] = await Promise.all(outputs);
    return { code: child.exitCode, stdout, stderr };
  };

  it.each([
    ['one a line', `${CHELSEA}\r\n\n${CHELSEA}\n`],
    ['with NUL between them', `${CHELSEA}\0${CHELSEA}\0`],
  ])('reads the names of photos from standard input, %s', async (_, names) => {
    const { code, stdout } = await withInput(['--files-from', '-'], names);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^(function\/samples\/chelsea\.png: cat .*\n){2}$/),
    ]);
  });

  it('reads the names of photos from a file, after those that are named', async () => {
    const list = path.join(scratch, 'list');
    writeFileSync(list, `${CHELSEA}\nnowhere.png\n`);
    const { code, stdout, stderr } = await withInput([text, '--files-from', list, '--quiet'], '');
    expect([code, stderr, stdout]).toEqual([1, '', expect.stringMatching(/^function.*cat .*\n$/)]);
  });

  it.each([
    ['a list without a name', ['--files-from', '-'], '\n', 'names no file'],
    ['a list that is not there', ['--files-from', '/nowhere'], '', 'no such file'],
    ['standard input as both', ['-', '--files-from', '-'], '', 'not both'],
  ])('refuses %s', async (_, args, input, reason) => {
    const { code, stderr } = await withInput(args, input);
    expect([code, stderr]).toEqual([2, expect.stringContaining(reason)]);
  });

  it('ends without an error when its reader has seen enough', async () => {
    const command = `node function/cli/cats-vs-dogs.mjs predict ${`${CHELSEA} `.repeat(20)} --url ${server.url} | head -n 1`;
    const { code, stdout, stderr } = await run('bash', ['-o', 'pipefail', '-c', command]);
    expect([code, stderr, stdout.split('\n').length]).toEqual([0, '', 2]);
  });

  it('gives the answers of the running function', async () => {
    const alone = await predict([CHELSEA, '--json']);
    const asked = await predict([CHELSEA, '--json', '--url', server.url]);
    expect(asked.stdout).toBe(alone.stdout);
  });

  it('says that no function answers, and how to start one', async () => {
    const { code, stderr } = await predict([CHELSEA, '--url', `http://127.0.0.1:${await freePort()}`]);
    expect(stderr).toMatch(/cannot be reached.*npm run serve/);
    expect(code).toBe(1);
  });

  it.each([
    ['no photo', []],
    ['an option that does not exist', [CHELSEA, '--nonsense']],
    ['an address that is none', [CHELSEA, '--url', 'localhost:8080']],
  ])('%s: is told how it is used, and ends with 2', async (_, args) => {
    const { code, stdout, stderr } = await predict(args);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^predict: .*\nnpx \. predict --help/);
    expect(code).toBe(2);
  });

  it('a model folder that is not there is named', async () => {
    const { code, stderr } = await predict([CHELSEA], { MODEL_PATH: path.join(scratch, 'nowhere') });
    expect(stderr).toMatch(/predict: model\.json/);
    expect(code).toBe(2);
  });
});

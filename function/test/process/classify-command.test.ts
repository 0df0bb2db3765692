import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../../../tools/free-port.ts';
import { REPOSITORY_ROOT } from '../../harness/built-server.ts';
import { pngWith } from '../../harness/corpus/png.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const server = serverUnderTest();
let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-classify-'));
  mkdirSync(path.join(scratch, 'photos'));
  for (const name of ['1.png', '2.png', '3.png']) {
    copyFileSync(
      path.join(REPOSITORY_ROOT, 'function/samples/chelsea.png'),
      path.join(scratch, 'photos', name),
    );
  }
});
afterEach(() => rmSync(scratch, { recursive: true }));
const at = (name: string) => path.join(scratch, name);

/** Starts what `npx . classify` starts, without npm's own start. */
function start(args: readonly string[], env: Record<string, string> = {}) {
  const options = { cwd: REPOSITORY_ROOT, env: { ...process.env, ...env } };
  const child = spawn(process.execPath, ['function/cli/cats-vs-dogs.mjs', 'classify', ...args], options);
  const outputs = Promise.all([textOf(child.stdout), textOf(child.stderr), once(child, 'close')]);
  const ended = outputs.then(([stdout, stderr, [code]]) => ({ code, stdout, stderr }));
  return { child, ended };
}
const classify = (args: readonly string[], env?: Record<string, string>) => start(args, env).ended;

describe.each(['in this process', 'by a running function'])('npx . classify, %s', (where) => {
  const url = () => (where === 'in this process' ? [] : ['--url', server.url]);

  it('writes a row a photo, sorts them, and ends with 1 where one has an error', async () => {
    writeFileSync(at('photos/text.jpg'), 'a cat sat on a mat');
    const { code, stderr } = await classify([
      at('photos'),
      '--out',
      at('r.csv'),
      '--copy-to',
      at('to'),
      ...url(),
    ]);
    expect(stderr).toContain('1 photo could not be classified');
    expect(code).toBe(1);
    const [header, ...rows] = readFileSync(at('r.csv'), 'utf8').trimEnd().split('\n').sort().reverse();
    expect(header).toMatch(/^text\.jpg,[\da-f]{64},,,,,,,image_type_unsupported,"This is not an image/);
    expect(rows[0]).toBe(
      'file,photo_sha256,prediction,probability,is_pet,pet_score,needs_review,model,error_code,error',
    );
    for (const row of rows.slice(1))
      expect(row).toMatch(/^\d\.png,[\da-f]{64},cat,0\.9\d+,true,0\.9\d+,false,\d+\.\d+\.\d+,,$/);
    expect(rows).toHaveLength(4);
    expect(readFileSync(at('to/cat/2.png'))).toEqual(readFileSync(at('photos/2.png')));
  });
});

describe('a photo without an answer', () => {
  it('has the same row in this process and by a running function', async () => {
    const png = readFileSync(at('photos/1.png'));
    writeFileSync(at('photos/a-empty.jpg'), '');
    writeFileSync(at('photos/b-text.jpg'), 'a cat sat on a mat');
    writeFileSync(at('photos/c-cut-off.png'), png.subarray(0, png.length / 2));
    writeFileSync(at('photos/d-bytes-over-limit.png'), Buffer.concat([png, Buffer.alloc(10 * 2 ** 20)]));
    writeFileSync(at('photos/e-far-over-limit.png'), Buffer.concat([png, Buffer.alloc(60 * 2 ** 20)]));
    writeFileSync(at('photos/f-never-read.png'), '');
    truncateSync(at('photos/f-never-read.png'), 101 * 2 ** 20);
    writeFileSync(at('photos/g-large.png'), pngWith({ width: 30_000, height: 30_000 }, Buffer.alloc(10)));
    const rowsBy = async (name: string, args: readonly string[]) => {
      const { code, stderr } = await classify([at('photos'), '--out', at(name), ...args]);
      expect([code, stderr]).toEqual([1, expect.stringContaining('7 photos could not be classified')]);
      const rows = readFileSync(at(name), 'utf8').trimEnd().split('\n');
      return rows.map((row) => JSON.parse(row)).filter(({ error_code }) => error_code !== undefined);
    };
    const byFile = <Row extends { file: string }>(rows: Row[]) =>
      rows.sort((a, b) => (a.file < b.file ? -1 : 1));
    const here = byFile(await rowsBy('here.jsonl', []));
    expect(here.map(({ error_code }) => error_code)).toEqual([
      'file_empty',
      'image_type_unsupported',
      'image_corrupt',
      'body_too_large',
      'body_too_large',
      'body_too_large',
      'image_too_large',
    ]);
    expect(byFile(await rowsBy('there.jsonl', ['--url', server.url]))).toEqual(here);
  });
});

describe('npx . classify', () => {
  it('refuses a second command on its result file, and goes on after a kill', async () => {
    for (let i = 0; i < 200; i++) copyFileSync(at('photos/1.png'), at(`photos/more-${i}.png`));
    const args = [at('photos'), '--out', at('r.csv'), '--url', server.url, '--concurrency', '2'];
    const first = start(args);
    const rows = () => readFileSync(at('r.csv'), { encoding: 'utf8', flag: 'a+' }).trimEnd().split('\n');
    while (rows().length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await classify(args);
    expect([second.code, second.stderr]).toEqual([2, expect.stringContaining('r.csv is in use')]);
    expect(first.child.exitCode).toBeNull();
    first.child.kill('SIGKILL');
    await first.ended;
    expect((await classify(args)).code).toBe(0);
    const files = rows().map((row) => row.split(',')[0]);
    expect(files).toHaveLength(204);
    expect(new Set(files).size).toBe(204);
  });

  it('writes no formula into a CSV, and knows the photo when it goes on', async () => {
    copyFileSync(at('photos/1.png'), at('photos/=HYPERLINK("http:evil").png'));
    const args = [at('photos'), '--out', at('r.csv'), '--url', server.url];
    expect((await classify(args)).code).toBe(0);
    const csv = readFileSync(at('r.csv'), 'utf8');
    const digest = createHash('sha256')
      .update(readFileSync(at('photos/1.png')))
      .digest('hex');
    expect(csv).toContain(`\n"'=HYPERLINK(""http:evil"").png",${digest},cat,`);
    expect((await classify(args)).code).toBe(0);
    expect(readFileSync(at('r.csv'), 'utf8')).toBe(csv);
  });

  it('names with --verbose what it leaves out, and counts it without', async () => {
    symlinkSync(at('photos/1.png'), at('photos/link.png'));
    writeFileSync(at('photos/notes.txt'), 'a cat sat on a mat');
    const args = [at('photos'), '--out', at('r.csv'), '--url', server.url];
    expect((await classify(args)).stderr).toContain('left out 2 files: 1 a symbolic link, 1 not a photo');
    const { stderr } = await classify([...args, '--verbose']);
    expect(stderr).toContain('left out link.png: a symbolic link\nleft out notes.txt: not a photo\n');
  });

  it('takes only the photos of a list, in its order', async () => {
    const list = at('list');
    writeFileSync(list, './3.png\n1.png\n3.png\n');
    const args = ['--out', '-', '--url', server.url, '--files-from', list];
    const { stdout } = await classify([at('photos'), ...args]);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((row) => JSON.parse(row).file),
    ).toEqual(['3.png', '1.png']);
    writeFileSync(list, '1.png\n../secret.png\n');
    const refused = await classify([at('photos'), ...args]);
    expect([refused.code, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('../secret.png is not below the folder');
  });

  it('prints what came of it as JSON, and is quiet beside it', async () => {
    writeFileSync(at('photos/notes.txt'), 'a cat sat on a mat');
    const args = [at('photos'), '--out', at('r.csv'), '--url', server.url, '--json', '--quiet'];
    const { code, stdout, stderr } = await classify(args);
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      ...{ out: at('r.csv'), photos: 3, rows: 3, new_rows: 3, errors: 0, unsorted: [] },
      left_out: [{ file: 'notes.txt', reason: 'not a photo' }],
      photos_per_second: expect.any(Number),
    });
    expect(JSON.parse((await classify(args)).stdout)).toMatchObject({ rows: 3, new_rows: 0 });
  });

  it('is reached by npx', async () => {
    const child = spawn('npx', ['.', 'classify', '--help'], { cwd: REPOSITORY_ROOT });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    expect((await once(child, 'close'))[0]).toBe(0);
    expect(Buffer.concat(chunks).toString()).toContain('npx . classify [options] <folder>');
  });

  it.each([
    ['no folder', ['--out', 'x.csv'], "missing required argument 'folder'"],
    ['no --out', ['.'], '--out FILE.csv or FILE.jsonl is missing'],
    ['another format', ['.', '--out', '/tmp/x.txt'], 'must end in .csv or .jsonl'],
    ['a folder that is not there', ['/nowhere', '--out', '/tmp/x.csv'], 'no such file or directory'],
    ['a URL that is none', ['.', '--out', '/dev/null/x.csv', '--url', 'x'], 'x.csv'],
    [
      'no photo at once',
      ['.', '--out', '/tmp/x.csv', '--concurrency', '0'],
      '--concurrency must be a whole number from 1',
    ],
    ['two kinds of output at once', ['.', '--out', '-', '--json'], 'give it without --json'],
    ['both ways to sort', ['.', '--out', '/tmp/x.csv', '--copy-to', 'a', '--move-to', 'b'], 'not both'],
    ['an unknown option', ['.', '--output', 'x.csv'], "unknown option '--output'; did you mean --out?"],
  ])('ends with 2 for %s, and says why', async (_, args, reason) => {
    const { code, stderr } = await classify(args);
    expect(stderr).toContain(reason);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(2);
  });

  it('ends with 3 where no function answers, and goes on when one does', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const gone = await classify([at('photos'), '--out', at('r.jsonl'), '--url', nobody, '--retries', '1']);
    expect([gone.code, readFileSync(at('r.jsonl'), 'utf8')]).toEqual([3, '']);
    expect(gone.stderr).toContain('cannot be reached');
    expect((await classify([at('photos'), '--out', at('r.jsonl'), '--url', server.url])).code).toBe(0);
    expect(readFileSync(at('r.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(3);
  });

  it('prints JSON lines for --out -, and nothing else on standard output', async () => {
    const { code, stdout } = await classify([at('photos'), '--out', '-', '--url', server.url]);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; prediction: string });
    expect(rows.map(({ file, prediction }) => `${file} ${prediction}`).sort()).toEqual([
      '1.png cat',
      '2.png cat',
      '3.png cat',
    ]);
    expect(code).toBe(0);
  });

  it('waits as long as a busy function asks for', async () => {
    const times: number[] = [];
    const busy = createServer(async (request, response) => {
      for await (const _ of request);
      times.push(performance.now());
      if (times.length === 1) response.writeHead(503, { 'retry-after': '1' }).end('upstream connect error');
      else {
        const answer = await server.predict(readFileSync(at('photos/1.png')));
        response.end(answer.body);
      }
    });
    busy.listen(0, '127.0.0.1');
    await once(busy, 'listening');
    onTestFinished(() => void busy.close());
    const url = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
    const args = [at('photos'), '--out', at('r.jsonl'), '--url', url, '--concurrency', '1'];
    expect((await classify(args)).code).toBe(0);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(999);
    expect(times).toHaveLength(4);
  });

  it('sends the API key of its environment', async () => {
    let authorization: string | undefined;
    const asking = createServer((request, response) => {
      authorization = request.headers.authorization;
      request.resume();
      response.writeHead(401).end('{"detail":"This key is not known here.","code":"api_key_required"}');
    });
    asking.listen(0, '127.0.0.1');
    await once(asking, 'listening');
    onTestFinished(() => void asking.close());
    const url = `http://127.0.0.1:${(asking.address() as AddressInfo).port}`;
    const env = { CATS_VS_DOGS_API_KEY: 'secret' };
    const { code, stderr } = await classify([at('photos'), '--out', at('r.jsonl'), '--url', url], env);
    expect([code, authorization]).toEqual([3, 'Bearer secret']);
    expect(stderr).toContain('This key is not known here.');
    expect(stderr).not.toContain('secret');
  });

  it('leaves whole rows after Ctrl-C, ends with 130, and goes on from there', async () => {
    for (let i = 0; i < 200; i++) copyFileSync(at('photos/1.png'), at(`photos/more-${i}.png`));
    const args = [at('photos'), '--out', at('r.jsonl'), '--url', server.url, '--concurrency', '2'];
    const { child, ended } = start(args);
    const rowsOf = () =>
      readFileSync(at('r.jsonl'), { encoding: 'utf8', flag: 'a+' }).trimEnd().split('\n').filter(Boolean);
    while (rowsOf().length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill('SIGINT');
    const { code, stderr } = await ended;
    expect([code, stderr]).toEqual([130, expect.stringContaining('the same command goes on from here')]);
    const first = rowsOf().map((line) => JSON.parse(line).file);
    expect(first.length).toBeLessThan(203);
    expect((await classify(args)).code).toBe(0);
    const files = rowsOf().map((line) => JSON.parse(line).file);
    expect(files.slice(0, first.length)).toEqual(first);
    expect(new Set(files).size).toBe(203);
    expect(files).toHaveLength(203);
  });
});

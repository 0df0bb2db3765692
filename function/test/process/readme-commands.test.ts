import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { REPOSITORY_ROOT } from '../../harness/built-server.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const readme = readFileSync(path.join(REPOSITORY_ROOT, 'README.md'), 'utf8');
const askIt = readme.slice(readme.indexOf('## Ask it'), readme.indexOf('## Run it'));
const commands = askIt.split('\n').filter((line) => /^(curl|npx \. predict) /.test(line));
const shownAnswer = JSON.parse(/```json\n(.*?)```/s.exec(askIt)![1]!) as Record<string, unknown>;
const server = serverUnderTest();

/** Runs a line of the README in a shell, but for the port. */
async function run(line: string): Promise<string> {
  const command = line.replaceAll('localhost:8080', `localhost:${server.port}`);
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: REPOSITORY_ROOT });
  return stdout;
}

it('shows how to ask with curl, and without', () => expect(commands).toHaveLength(4));

it.each(commands.filter((line) => line.startsWith('curl')))('%s', async (line) => {
  const answer = JSON.parse(await run(line)) as Record<string, unknown>;
  expect(Object.keys(answer)).toEqual(Object.keys(shownAnswer));
  const { model, is_pet, needs_review } = shownAnswer;
  expect(answer).toMatchObject({ prediction: 'cat', model, is_pet, needs_review });
  expect(answer.probability).toBeCloseTo(shownAnswer.probability as number, 2);
  expect(answer.pet_score).toBeCloseTo(shownAnswer.pet_score as number, 2);
});

describe('function/README.md', () => {
  const page = readFileSync(path.join(REPOSITORY_ROOT, 'function/README.md'), 'utf8');
  const why = page.slice(page.indexOf('## Why'), page.indexOf('## The page'));
  const lines = why.split('\n').filter((line) => line.startsWith('curl '));

  it('shows how to ask for reasons', () => expect(lines).toHaveLength(3));

  it('shows how to send a photo in JSON', async () => {
    const json = page.slice(page.indexOf('## Photos in JSON'), page.indexOf('## Why'));
    const [inBase64 = '', byUrl = ''] = json.split('\n').filter((line) => line.includes('curl '));
    expect(JSON.parse(await run(inBase64))).toMatchObject({ prediction: 'cat', is_pet: true });
    expect(JSON.parse(await run(byUrl))).toMatchObject({ code: 'url_refused' });
  });

  it.each(lines)('%s', async (line) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'why-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const answer = await run(line.replace('-o ', `-o ${folder}/`));
    const [file] = await readdir(folder);
    if (file === undefined) expect(JSON.parse(answer)).toMatchObject({ saliency: { width: 32, height: 32 } });
    else expect((await sharp(path.join(folder, file)).metadata()).format).toBe(path.extname(file).slice(1));
  });
});

it('shows how to send a verdict', async () => {
  const page = readFileSync(path.join(REPOSITORY_ROOT, 'function/README.md'), 'utf8');
  const [line = ''] = page.split('\n').filter((text) => /^curl .*\/verdicts$/.test(text));
  expect(JSON.parse(await run(line))).toEqual({ accepted: 1, repeated: 0 });
});

it.each(commands.filter((line) => line.startsWith('npx')))('%s', async (line) => {
  expect(await run(line)).toContain('chelsea.png: cat ');
});

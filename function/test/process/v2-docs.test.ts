import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { REPOSITORY_ROOT } from '../../harness/built-server.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const page = readFileSync(path.join(REPOSITORY_ROOT, 'docs/v2.md'), 'utf8');
const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block!);
const lines = blocks.flatMap((block) => block.trim().split('\n'));
const shown = JSON.parse(/```json\n(.*?)```/s.exec(page)![1]!) as { outputs: { data: unknown[] }[] };
const server = serverUnderTest();

/** Runs a line of the page in a shell, but for the port. */
async function run(line: string): Promise<string> {
  const command = line.replaceAll('localhost:8080', `localhost:${server.port}`);
  const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: REPOSITORY_ROOT });
  return stdout;
}

it('has the commands that are tried here', () => {
  expect(lines.map((line) => /curl|npm run/.exec(line)?.[0])).toEqual(['curl', 'curl', 'curl', 'npm run']);
});

it.each(lines.filter((line) => line.includes('/infer')))('%s', async (line) => {
  const answer = JSON.parse(await run(line)) as typeof shown;
  expect(answer).toEqual({ ...shown, id: expect.any(String), outputs: expect.any(Array) });
  const nearly = (values: unknown[]) =>
    values.map((value) => (typeof value === 'number' ? expect.closeTo(value, 2) : value));
  expect(answer.outputs).toEqual(shown.outputs.map((output) => ({ ...output, data: nearly(output.data) })));
});

it('has the inputs as the metadata has them', async () => {
  const { inputs } = JSON.parse(await run(lines[0]!)) as {
    inputs: { name: string; datatype: string; shape: number[] }[];
  };
  for (const { name, datatype } of inputs) expect(page).toContain(`| \`${name}\` | ${datatype} |`);
});

it('has a command that tries any server', async () => {
  const output = await run(lines.at(-1)!);
  expect(output).toMatch(/Tests .*\d+ passed/);
  expect(output).not.toMatch(/failed/);
}, 120_000);

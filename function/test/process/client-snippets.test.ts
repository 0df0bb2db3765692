import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { REPOSITORY_ROOT } from '../../harness/built-server.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { parseApiKeys } from '../../src/access/api-keys.ts';
import { installClients, runProgram } from '../clients/python.ts';

const page = readFileSync(path.join(REPOSITORY_ROOT, 'docs/clients.md'), 'utf8');
const events = readFileSync(path.join(REPOSITORY_ROOT, 'docs/events.md'), 'utf8');
const snippets = [...page.matchAll(/```(sh|ts|python)\n(.*?)```\n\n```text\n(.*?)```/gs)].map(
  ([, language, code, shown]) => ({ language: language!, code: code!, shown: shown! }),
);
const clientFolder = path.join(REPOSITORY_ROOT, 'clients/typescript');
const server = serverUnderTest();
const run = promisify(execFile);
const TIMEOUT_MS = 60_000;

const hasPython = await installClients();

const runners: Record<string, (code: string, index: number) => Promise<string>> = {
  sh: async (code) => (await run('sh', ['-c', code], { cwd: REPOSITORY_ROOT })).stdout,
  python: runProgram,
  ts: async (code, index) => {
    // Within the package, which may import itself by its name.
    const file = path.join(clientFolder, `dist/snippet-${index}.ts`);
    writeFileSync(file, code);
    return (await run(process.execPath, ['--import', 'tsx', file], { cwd: REPOSITORY_ROOT })).stdout;
  },
};

/** The output that is shown, in which an ellipsis is anything within the line. */
function asPattern(shown: string): RegExp {
  return new RegExp(`^${shown.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*')}$`);
}

beforeAll(() => {
  execFileSync('npx', ['tsc', '--project', 'clients/typescript'], { cwd: REPOSITORY_ROOT });
}, TIMEOUT_MS);

describe('docs/clients.md', () => {
  it('shows curl, TypeScript and Python', () => {
    const count = (language: string) => snippets.filter((snippet) => snippet.language === language).length;
    expect([count('sh'), count('ts'), count('python')]).toEqual([2, 2, 3]);
    expect(page.match(/```(sh|ts|python)/g)).toHaveLength(snippets.length);
  });

  it.each(snippets.map((snippet, index) => ({ ...snippet, index, name: `${snippet.language} ${index}` })))(
    '$name prints what it shows',
    async ({ language, code, shown, index }) => {
      if (language === 'python' && !hasPython) return;
      const output = await runners[language]!(
        code.replaceAll('localhost:8080', `127.0.0.1:${server.port}`),
        index,
      );
      expect(output.trimEnd()).toMatch(asPattern(shown.trimEnd()));
    },
    TIMEOUT_MS,
  );
});

describe('docs/events.md', () => {
  const commands = events.split('\n').filter((line) => /\bcurl -i /.test(line));

  it('shows both modes', () => expect(commands).toHaveLength(2));

  it.each(commands)('%s', async (command) => {
    const { stdout } = await run(
      'sh',
      ['-c', command.replace('localhost:8080', `localhost:${server.port}`)],
      {
        cwd: REPOSITORY_ROOT,
      },
    );
    const shown = /```\n(ce-.*?)```/s.exec(events)![1]!.trim().split('\n');
    for (const line of shown) expect(stdout).toContain(line.split(/ {2,}|…/)[0]);
    expect(stdout).toContain('{"prediction":"cat"');
  });
});

describe('function/README.md', () => {
  const readme = readFileSync(path.join(REPOSITORY_ROOT, 'function/README.md'), 'utf8');
  const blockOf = (heading: string) =>
    new RegExp(`## ${heading}\\n.*?\`\`\`sh\\n(.*?)\`\`\``, 's').exec(readme)![1]!;

  it.each(blockOf('Many photos').trim().split('\n'))('%s', async (command) => {
    const local = command.replace('localhost:8080', `localhost:${server.port}`);
    const { stdout } = await run('sh', ['-c', local], { cwd: REPOSITORY_ROOT });
    expect(stdout).toContain('"index":0,"filename":"chelsea.png","prediction":"cat"');
  });

  it('makes a key and its line as the function reads it', async () => {
    const cwd = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-keys-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    const { stdout: key } = await run('sh', ['-c', `${blockOf('Who may ask')}printf %s "$key"`], { cwd });
    const sha256 = createHash('sha256').update(key).digest();
    expect(parseApiKeys(readFileSync(path.join(cwd, 'keys'), 'utf8'))).toEqual([{ name: 'shelter', sha256 }]);
  });
});

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { REPOSITORY_ROOT } from '../../harness/built-server.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';
import { parseApiKeys } from '../../src/access/api-keys.ts';
import { installClients, runProgram } from '../clients/python.ts';

const page = readFileSync(path.join(REPOSITORY_ROOT, 'docs/clients.md'), 'utf8');
const events = readFileSync(path.join(REPOSITORY_ROOT, 'docs/events.md'), 'utf8');
const readmes = ['typescript', 'python'].map((client) =>
  readFileSync(path.join(REPOSITORY_ROOT, `clients/${client}/README.md`), 'utf8'),
);
const blocks = [...[page, ...readmes].join('\n').matchAll(/```(sh|ts|python|text)\n(.*?)```/gs)].map(
  ([, language, code]) => ({
    language: language!,
    code: code!,
  }),
);
/** Each program with the output that stands below it; programs that stand together print the same. */
const snippets = blocks
  .map((block, index) => ({
    ...block,
    shown: blocks.slice(index).find(({ language }) => language === 'text')?.code,
  }))
  .filter(({ language }) => language !== 'text');
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
    const folder = path.join(clientFolder, 'test-output');
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `snippet-${index}.ts`);
    writeFileSync(file, code);
    return (await run(process.execPath, ['--import', 'tsx', file], { cwd: REPOSITORY_ROOT })).stdout;
  },
};

/** The output that is shown, in which an ellipsis is anything within the line. */
function asPattern(shown: string): RegExp {
  return new RegExp(`^${shown.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('…', '.*')}$`);
}

describe('docs/clients.md and the READMEs of the clients', () => {
  it('shows each task in curl, TypeScript and Python', () => {
    const tasks = page.split(/^## /m).slice(1, 8);
    for (const task of tasks) {
      const languages = [...task.matchAll(/```(sh|ts|python)/g)].map(([, language]) => language);
      expect(new Set(languages), task.split('\n')[0]).toEqual(new Set(['sh', 'ts', 'python']));
    }
    expect(snippets.length).toBeGreaterThan(20);
    for (const { shown } of snippets) expect(shown).toBeDefined();
  });

  it.each(snippets.map((snippet, index) => ({ ...snippet, index, name: `${snippet.language} ${index}` })))(
    '$name prints what it shows',
    async ({ language, code, shown, index }) => {
      if (language === 'python' && !hasPython) return;
      const output = await runners[language]!(
        code
          .replaceAll('localhost:8080', `127.0.0.1:${server.port}`)
          .replaceAll('photo.jpg', 'function/samples/chelsea.png'),
        index,
      );
      expect(output.trimEnd()).toMatch(asPattern(shown!.trimEnd()));
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

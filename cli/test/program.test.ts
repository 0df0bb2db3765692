import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { runProgram } from '../../tools/cli/program.ts';
import { cliFile, root } from '../../tools/names.ts';
import { emptyFolder, runCli } from '../../tools/test/processes.ts';
import { table } from '../table.ts';

const verbs = (
  await Promise.all(
    table.groups.map(async (group) =>
      (await group.load()).map((verb) => ({ ...verb, path: `${group.name} ${verb.name}` })),
    ),
  )
).flat();

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

/** Runs it in this process, with nothing in the PATH. */
async function run(...words: string[]) {
  vi.stubEnv('PATH', emptyFolder());
  let stdout = '';
  let stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    stdout += String(chunk);
    return true;
  });
  vi.spyOn(console, 'error').mockImplementation((line: string) => {
    stderr += `${line}\n`;
  });
  process.exitCode = undefined;
  await runProgram(table, words);
  const code = process.exitCode ?? 0;
  process.exitCode = undefined;
  return { code, stdout, stderr };
}

describe.each(verbs.filter(({ passesHelpOn }) => !passesHelpOn))('npx . $path', ({ path: words }) => {
  it.each(['--help', '-h'])('%s tells how it is used, without any program or cluster', async (option) => {
    const { code, stdout, stderr } = await run(...words.split(' '), option);
    expect(stderr).toBe('');
    expect(stdout).toContain(`Usage: npx . ${words}`);
    expect(code).toBe(0);
  });

  it('has a summary that is one short line', () => {
    const { summary } = verbs.find((verb) => verb.path === words)!;
    expect(summary).toMatch(/^[^A-Z\n].{5,70}[^.]$/);
  });
});

describe('npx .', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])(
    '%j shows the groups and the short forms',
    async (words) => {
      const { code, stdout, stderr } = await run(...words);
      for (const { name, summary } of [...table.groups, ...table.shortcuts]) {
        expect(stdout).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
      }
      expect([code, stderr]).toEqual([0, '']);
    },
  );

  it.each(table.groups.map(({ name }) => name))(
    '%s alone, with --help, -h or after help shows its verbs',
    async (name) => {
      const alone = await run(name);
      for (const verb of verbs.filter((one) => one.path.startsWith(`${name} `))) {
        expect(alone.stdout).toContain(`  ${verb.name} `);
      }
      expect([alone.code, alone.stderr]).toEqual([0, '']);
      for (const words of [
        [name, '--help'],
        [name, '-h'],
        ['help', name],
      ]) {
        expect(await run(...words)).toEqual(alone);
      }
    },
  );

  it.each(['--version', '-V'])('%s shows the version of package.json', async (option) => {
    expect(await run(option)).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it.each([
    [['clster'], "npx .: unknown command 'clster'; did you mean cluster?", '--help'],
    [['cluster', 'deplyo'], "cluster: unknown command 'deplyo'; did you mean deploy?", 'cluster --help'],
    [
      ['cluster', 'deploy', '--imag', 'x'],
      "cluster deploy: unknown option '--imag'; did you mean --image?",
      'cluster deploy --help',
    ],
    [
      ['cluster', 'deploy', '--image'],
      "cluster deploy: option '--image <ref>' argument missing",
      'cluster deploy --help',
    ],
    [
      ['kind', 'up', 'now'],
      "kind up: too many arguments for 'up'. Expected 0 arguments but got 1",
      'kind up --help',
    ],
    [['predict'], "predict: missing required argument 'file'", 'predict --help'],
    [['--colour'], "npx .: unknown option '--colour'", '--help'],
  ])(
    '%j is wrong use: one line says what is wrong, one where help is, exit code 2',
    async (words, line, help) => {
      const { code, stdout, stderr } = await run(...words);
      expect(stderr).toBe(`${line}\nnpx . ${help} shows how to use it\n`);
      expect([code, stdout]).toEqual([2, '']);
    },
  );

  it('ends with 1 when a command fails', async () => {
    const { code, stderr } = await run('image', 'stop');
    expect(stderr).toMatch(/^image stop: podman, buildah or docker is needed[^\n]*\n$/);
    expect(code).toBe(1);
  });

  it('runs as npx runs it', async () => {
    const child = spawn('npx', ['.', '--version'], { cwd: root });
    const [stdout] = await Promise.all([text(child.stdout), once(child, 'close')]);
    expect([child.exitCode, stdout]).toEqual([0, `${manifest.version}\n`]);
  });
});

describe('what is loaded', () => {
  /** The files of this checkout and the packages that a call reads, by the loader's own account. */
  function loaded(...words: string[]): string[] {
    const hook = `import { register } from 'node:module';
      register('data:text/javascript,' + encodeURIComponent(\`
        import { writeSync } from 'node:fs';
        export async function load(url, context, next) { writeSync(2, 'LOADED ' + url + '\\\\n'); return next(url, context); }
      \`));`;
    const args = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, cliFile, ...words];
    const output = execFileSync('sh', ['-c', '"$0" "$@" 2>&1', process.execPath, ...args], {
      encoding: 'utf8',
    });
    return [...output.matchAll(/^LOADED (.*)$/gm)].map(([, url]) => url!);
  }

  const isHeavy = (url: string) =>
    /kubectl|commands\/|\/function\/src\/|node_modules\/(sharp|onnxruntime-node|yaml|vitest)\//.test(url);

  it.each(['--help', 'cluster --help', 'monitoring --help', 'kind --help'])(
    'for %s is neither kubectl nor the model',
    (words) => {
      const urls = loaded(...words.split(' '));
      expect(urls.some((url) => url.includes('/cli/table.ts'))).toBe(true);
      expect(urls.filter(isHeavy)).toEqual([]);
    },
  );

  it('is seen by this test', () => {
    expect(loaded('cluster', 'status', '--help').some(isHeavy)).toBe(true);
  });
});

describe('every file of a room that is a command', () => {
  const folders = ['ci', 'function/cli', 'function/bench', 'knative', 'observability', 'cli'];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder, 'commands')).map((name) => `${folder}/commands/${name}`),
  );
  const declarations = ['ci/cli.ts', 'function/cli.ts', 'knative/cli.ts', 'observability/cli.ts']
    .concat(
      readdirSync(path.join(root, 'cli'))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `cli/${name}`),
    )
    .flatMap((file) =>
      [...readFileSync(path.join(root, file), 'utf8').matchAll(/import\('([^']+)'\)/g)].map(([, to]) =>
        path.posix.join(path.posix.dirname(file), to!),
      ),
    );

  it('is a verb', () => expect(files.filter((file) => !declarations.includes(file))).toEqual([]));
});

describe('npx . cluster --help', () => {
  it('names the variables of an installation', async () => {
    const { stdout } = await run('cluster', '--help');
    expect(stdout).toMatch(/^ {2}SERVICE_NAME {7}name of the Knative Service; cats-vs-dogs$/m);
    expect(stdout).toMatch(/^ {2}SERVICE_NAMESPACE {2}its namespace; cats-vs-dogs$/m);
  });
});

describe('npx . model', () => {
  const summaryOf = (name: string) => verbs.find(({ path: words }) => words === `model ${name}`)?.summary;

  it("has a verb for each stage of dvc.yaml, and for model-build's other commands", () => {
    const pipeline = readFileSync(path.join(root, 'model-build/dvc.yaml'), 'utf8');
    const stages = [...pipeline.matchAll(/cmd: .\/python -m cats_vs_dogs (\w+)/g)].map(([, name]) => name);
    expect(stages.length).toBeGreaterThan(10);
    const named = verbs.filter(({ path: words }) => words.startsWith('model ')).map(({ name }) => name);
    const others = ['release', 'compare', 'promote', 'provenance', 'track', 'ui', 'bench'];
    expect([...new Set(named)].sort()).toEqual(
      [...new Set([...stages, ...others, 'dvc', 'test', 'python'])].sort(),
    );
  });

  it('says what each does in the words of its Python file', () => {
    expect(summaryOf('fetch')).toBe('fetch the photos, once');
    expect(summaryOf('release')).toBe('release the candidate');
  });

  it('passes every word on to Python, options and --help too, and its exit code back', async () => {
    const calls: unknown[] = [];
    const tools = await import('../../tools/process.ts');
    vi.doMock('../../tools/process.ts', () => ({
      ...tools,
      attach: async (...call: unknown[]) => {
        calls.push(call);
        return 3;
      },
    }));
    vi.resetModules();
    const { runProgram: fresh } = await import('../../tools/cli/program.ts');
    const { table: freshTable } = await import('../table.ts');
    for (const words of [
      ['model', 'train', '--model', 'simple-cnn', '-h'],
      ['model', 'check', '--help'],
      ['model', 'dvc', 'repro', '--dry'],
      ['model', 'python', '--version'],
      ['bench', 'train', '--json'],
    ]) {
      process.exitCode = undefined;
      await fresh(freshTable, words);
      expect(process.exitCode).toBe(3);
    }
    vi.doUnmock('../../tools/process.ts');
    const python = path.join(root, 'model-build/python');
    expect(calls).toEqual([
      [python, ['-m', 'cats_vs_dogs', 'train', '--model', 'simple-cnn', '-h']],
      [python, ['-m', 'cats_vs_dogs', 'check', '--help']],
      [python, ['-m', 'dvc', '--cd', path.join(root, 'model-build'), 'repro', '--dry']],
      [python, ['--version']],
      [python, ['-m', 'cats_vs_dogs', 'bench', '--json']],
    ]);
  });
});

it('a process of its own prints the whole help of a group', async () => {
  const { code, stdout } = await runCli(['cluster', '--help'], { PATH: emptyFolder() });
  expect(stdout).toMatch(
    /^Usage: npx \. cluster VERB \[options\]\n[\s\S]* delete +remove[\s\S]* SERVICE_NAMESPACE [^\n]*\n$/,
  );
  expect(code).toBe(0);
});

import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root } from '../names.ts';
import { runSync } from '../process.ts';
import { type Run, runProgram } from './processes.ts';

const SCRIPT = path.join(root, 'tools/python-environment');
let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-python-'));
  lock = path.join(folder, 'requirements.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the script with a cache of its own. */
function python(args: readonly string[], env: Record<string, string> = {}): Promise<Run> {
  const own = { PATH: process.env.PATH, HOME: folder, XDG_CACHE_HOME: path.join(folder, 'cache') };
  return runProgram(SCRIPT, ['photos', lock, ...args], { env: { ...own, ...env } });
}

describe('with a real Python', { timeout: 120_000 }, () => {
  /** Makes a wheel of the package `photos`, which pip installs without an index, the only one of the lock. */
  function lockVersion(version: number): void {
    const wheel = path.join(folder, `photos-${version}-py3-none-any.whl`);
    const files = {
      'photos.py': `version = ${version}\n`,
      [`photos-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: photos\nVersion: ${version}\n`,
      [`photos-${version}.dist-info/WHEEL`]: 'Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
      [`photos-${version}.dist-info/RECORD`]: '',
    };
    const zip = `import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for name, text in json.loads(sys.argv[2]).items():
        wheel.writestr(name, text)`;
    runSync('python3', ['-c', zip, wheel, JSON.stringify(files)]);
    writeFileSync(lock, `--no-index\n${wheel}\n`);
  }
  const show = ['--', '-c', 'import photos, sys; print(photos.version, sys.prefix)'];

  it('installs once, and again after a change of the lock', async () => {
    const into = path.join(folder, 'environment');
    lockVersion(1);
    const first = await python(['--into', into, ...show]);
    expect(first.stderr).toBe(
      `photos: installing Python packages into ${into} (the first time this can take minutes)\n`,
    );
    expect(first).toMatchObject({ code: 0, stdout: `1 ${into}\n` });
    expect(await python(['--into', into, ...show])).toEqual({ code: 0, stdout: `1 ${into}\n`, stderr: '' });
    lockVersion(2);
    const second = await python(['--into', into, ...show]);
    expect(second.stderr).toMatch(/^photos: installing [^\n]*\n$/);
    expect(second).toMatchObject({ code: 0, stdout: `2 ${into}\n` });
  });
});

describe('with a Python that', () => {
  const wordsOfPip = () => readFileSync(path.join(folder, 'pip'), 'utf8').trim().split('\n');

  /** A Python that fails where it is told to, and otherwise only writes down what pip is to do. */
  function fake(failures: { version?: 1; venv?: 1; pip?: string } = {}): Record<string, string> {
    const file = path.join(folder, 'bin', 'python');
    mkdirSync(path.dirname(file));
    const script = `#!/bin/sh
case "$*" in
  *version_info*) exit ${failures.version ?? 0} ;;
  --version) echo Python 3.8.0 ;;
  *ensurepip*) exit ${failures.venv ?? 0} ;;
  '-m venv '*) mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
  '-m pip '*) echo "$*" >>${folder}/pip; sleep 0.3; echo "${failures.pip ?? ''}" >&2; exit ${failures.pip ? 1 : 0} ;;
  '-c import hashlib'*) exec python3 "$@" ;;
  '-c import fcntl'*) exec python3 "$@" ;;
  *) echo "ran $*" ;;
esac
`;
    writeFileSync(file, script);
    chmodSync(file, 0o755);
    writeFileSync(lock, 'torch==2.9.0\ntorchvision==0.24.0\nnvidia-cudnn==9.1\nnumpy==2.3.1\n');
    return { PYTHON: file };
  }
  const into = () => ['--into', path.join(folder, 'environment')];

  it.each([
    [
      'is too old',
      { version: 1 },
      'Python 3.8.0 is too old; Python 3.11 or newer is needed: name one in PYTHON',
    ],
    ['has no venv', { venv: 1 }, `has no venv; install it (Debian: apt-get install python3-venv)`],
  ] as const)('%s says what to do, and installs nothing', async (_, failure, message) => {
    const run = await python([...into(), '--', '-V'], fake(failure));
    expect(run.stderr).toMatch(/^photos: [^\n]*\n$/);
    expect(run.stderr).toContain(message);
    expect(run.code).toBe(69);
    expect(existsSync(path.join(folder, 'environment'))).toBe(false);
  });

  it('is missing says what to do', async () => {
    writeFileSync(lock, '');
    const { code, stderr } = await python([...into(), '--', '-V'], { PYTHON: 'no-python' });
    expect(stderr).toBe(
      'photos: no-python is not on the PATH; install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)\n',
    );
    expect(code).toBe(69);
  });

  it.each([
    [
      'reaches no index',
      'NewConnectionError: refused',
      69,
      'pip reaches no index: run it once where there is a network',
    ],
    ['finds no package', 'No matching distribution', 1, 'the packages could not be installed: see above'],
  ])('%s shows the words of pip, and tries again the next time', async (_, words, code, message) => {
    const env = fake({ pip: words });
    for (const time of [1, 2]) {
      const run = await python([...into(), '--', '-V'], env);
      expect(run).toMatchObject({ code, stdout: '' });
      expect(run.stderr).toMatch(new RegExp(`^photos: installing .*\n${words}\nphotos: ${message}\n$`));
      expect(wordsOfPip()).toHaveLength(time);
    }
  });

  it('works installs once for two calls at the same time, in the cache', async () => {
    const env = fake();
    const runs = await Promise.all([python(['--', '-V'], env), python(['--', '-V'], env)]);
    for (const run of runs) expect(run).toMatchObject({ code: 0, stdout: 'ran -V\n' });
    expect(wordsOfPip()).toHaveLength(1);
    expect(runs.filter(({ stderr }) => stderr.includes('installing'))).toHaveLength(1);
    writeFileSync(lock, 'numpy==2.3.2\n');
    await python(['--', '-V'], env);
    const environments = readdirSync(path.join(folder, 'cache/cats-vs-dogs'));
    expect(environments).toHaveLength(2);
    for (const name of environments) expect(name).toMatch(/^photos-[0-9a-f]{16}$/);
  });

  it('works installs a project beside the lock, and again when the project changes', async () => {
    const project = path.join(folder, 'project');
    mkdirSync(project);
    writeFileSync(path.join(project, 'pyproject.toml'), '[project]\n');
    const env = fake();
    const call = () => python([...into(), '--project', project, '--', '-m', 'photos', 'a b'], env);
    expect(await call()).toMatchObject({ code: 0, stdout: 'ran -m photos a b\n' });
    const pip = '-m pip install --quiet --retries 2';
    const installed = [`${pip} --requirement ${lock}`, `${pip} --no-deps --editable ${project}`];
    expect(wordsOfPip()).toEqual(installed);
    await call();
    expect(wordsOfPip()).toEqual(installed);
    writeFileSync(path.join(project, 'pyproject.toml'), '[project]\nname = "photos"\n');
    await call();
    expect(wordsOfPip()).toEqual([...installed, ...installed]);
  });

  it('works takes PyTorch from the index of TORCH_INDEX_URL, without what is for CUDA alone', async () => {
    const env = { ...fake(), TORCH_INDEX_URL: 'https://download.pytorch.org/whl/cpu' };
    expect(await python([...into(), '--', '-V'], env)).toMatchObject({ code: 0 });
    const left = path.join(folder, 'environment/requirements.lock');
    const pip = '-m pip install --quiet --retries 2';
    expect(wordsOfPip()).toEqual([
      `${pip} --index-url ${env.TORCH_INDEX_URL} torch==2.9.0 torchvision==0.24.0`,
      `${pip} --requirement ${left}`,
    ]);
    expect(readFileSync(left, 'utf8')).toBe('torch==2.9.0\ntorchvision==0.24.0\nnumpy==2.3.1\n');
    // Without the variable the same packages are wanted: nothing is installed again.
    delete (env as Partial<typeof env>).TORCH_INDEX_URL;
    await python([...into(), '--', '-V'], env);
    expect(wordsOfPip()).toHaveLength(2);
  });
});

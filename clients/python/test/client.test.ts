// The Python client: its own tests against the built function, its types, and its package.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serverUnderTest } from '../../../function/harness/server-under-test.ts';
import { installClients, runPython } from '../../../function/test/clients/python.ts';

const TIMEOUT_MS = 180_000;
const folder = path.join(import.meta.dirname, '..');
const server = serverUnderTest();
const python = (args: readonly string[], env = {}) =>
  runPython('python-client', path.join(folder, 'requirements.lock'), args, env);

describe.skipIf(!(await installClients()))('clients/python', () => {
  it(
    'passes its tests against the built function',
    async () => {
      const env = { FUNCTION_URL: server.url, PYTHONDONTWRITEBYTECODE: '1' };
      const command = ['-m', 'pytest', '--rootdir', folder, folder];
      // The output of a failure says which test it is.
      const { stdout } = await python(command, env).catch((error: { stdout: string }) => error);
      expect(stdout).toMatch(/^\d{2,} passed/m);
    },
    TIMEOUT_MS,
  );

  it(
    'is typed, as mypy checks, and tidy, as ruff does',
    async () => {
      const config = path.join(folder, 'pyproject.toml');
      const sources = ['src', 'test'].map((name) => path.join(folder, name));
      const env = { MYPYPATH: path.join(folder, 'src') };
      const types = await python(['-m', 'mypy', '--config-file', config, ...sources], env);
      expect(types.stdout).toMatch(/^Success: no issues found in \d+ source files/);
      await python(['-m', 'ruff', 'check', '--no-cache', folder]);
      await python(['-m', 'ruff', 'format', '--no-cache', '--check', folder]);
    },
    TIMEOUT_MS,
  );

  it(
    'is a package that pip installs, with its types',
    async () => {
      const temporary = mkdtempSync(path.join(tmpdir(), 'python-client-'));
      onTestFinished(() => rmSync(temporary, { recursive: true }));
      // Setuptools writes beside the sources.
      const source = path.join(temporary, 'source');
      cpSync(folder, source, { recursive: true });
      const target = path.join(temporary, 'target');
      const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--no-build-isolation'];
      await python([...install, '--target', target, source]);
      const found = readdirSync(path.join(target, 'cats_vs_dogs_client'));
      expect(found).toEqual(
        expect.arrayContaining(['__init__.py', 'client.py', 'async_client.py', 'py.typed']),
      );
      const program = 'import cats_vs_dogs_client as client; print(client.__file__)';
      const { stdout } = await python(['-c', program], { PYTHONPATH: target });
      expect(stdout.trim()).toBe(path.join(target, 'cats_vs_dogs_client/__init__.py'));
    },
    TIMEOUT_MS,
  );
});

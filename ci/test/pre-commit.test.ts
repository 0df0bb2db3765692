import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { root } from '../../tools/names.ts';

let folder = '';

/** Runs a program in the repository of the test, without the settings of the person who runs the test. */
function run(program: string, args: readonly string[], more: Record<string, string> = {}) {
  const person = ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'Test'],
    [`GIT_${role}_EMAIL`, 'test@localhost'],
  ]);
  const { PATH } = process.env;
  const env = { PATH, HOME: folder, ...Object.fromEntries(person), ...more };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

function commit(file: string, text: string, env: Record<string, string> = {}) {
  writeFileSync(path.join(folder, file), text);
  run('git', ['add', file]);
  return run('git', ['commit', '--message', 'a change'], env);
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-hook-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of ['.husky/pre-commit', 'biome.json']) {
    cpSync(path.join(root, name), path.join(folder, name));
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  // That of the project is for a folder, and here it is a link.
  writeFileSync(path.join(folder, '.gitignore'), 'node_modules\n');
  run('git', ['init', '--quiet']);
  expect(run('node', ['node_modules/husky/bin.js'])).toEqual({ status: 0, output: '' });
});

it('the pre-commit hook refuses a staged file that the linter refuses', () => {
  const { status, output } = commit('wrong.ts', 'export const a = "double quotes"\n');
  expect(output).toContain('wrong.ts');
  expect(status).toBe(1);
});

it('HUSKY=0 git commit leaves the hook out', () => {
  const { status } = commit('wrong.ts', 'export const a = "double quotes"\n', { HUSKY: '0' });
  expect(status).toBe(0);
});

it('the pre-commit hook lets the others through', () => {
  writeFileSync(path.join(folder, 'not-staged.ts'), 'export const a = "double quotes"\n');
  expect(commit('right.ts', "export const a = 'single quotes';\n")).toMatchObject({ status: 0 });
  expect(commit('page.md', '# No file for the linter\n')).toMatchObject({ status: 0 });
});

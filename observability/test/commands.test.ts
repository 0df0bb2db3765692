import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../../tools/names.ts';

const scripts = Object.entries(manifest.scripts).filter(([, script]) =>
  /^tsx observability\/commands\//.test(script),
);

/** Runs what an npm script runs, with nothing in the PATH. */
function run(script: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const empty = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-path-'));
  onTestFinished(() => rmSync(empty, { recursive: true }));
  const options = { cwd: root, env: { PATH: empty, HOME: empty } };
  return new Promise((resolve) => {
    const command = ['--import', 'tsx', ...script.split(' ').slice(1), ...args];
    execFile(process.execPath, command, options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

describe.each(scripts)('npm run %s', (name, script) => {
  it('tells how it is used, without any program or cluster', async () => {
    const { code, stdout, stderr } = await run(script, '--help');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`npm run ${name}`);
  });
});

describe('without its programs', () => {
  const script = (name: string) => manifest.scripts[name as keyof typeof manifest.scripts];

  it.each([
    'monitoring:deploy',
    'monitoring:status',
    'monitoring:stop',
    'monitoring:delete',
    'logs:prometheus',
    'alerts:status',
  ])('npm run %s says that kubectl is missing', async (name) => {
    const { code, stderr } = await run(script(name));
    expect(stderr).toMatch(new RegExp(`^${name}: kubectl is missing: https://kubernetes.io/`));
    expect(code).toBe(1);
  });

  it('npm run monitoring:local and alerts:test say how to get theirs', async () => {
    const local = await run(script('monitoring:local'));
    expect(local.stderr).toMatch(
      /^monitoring:local: prometheus is missing: go install github\.com\/prometheus/,
    );
    const test = await run(script('alerts:test'), '--local');
    expect(test.stderr).toMatch(/^alerts:test: alertmanager is missing: go install github\.com\/prometheus/);
    expect([local.code, test.code]).toEqual([1, 1]);
  });
});

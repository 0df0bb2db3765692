import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { emptyFolder, type Run, runTypeScript } from '../../tools/test/processes.ts';

const scripts = Object.entries(manifest.scripts).filter(([, script]) =>
  /^tsx observability\/commands\//.test(script),
);

/** Runs what an npm script runs, with nothing in the PATH. */
function run(script: string, ...args: string[]): Promise<Run> {
  const empty = emptyFolder();
  const [, file = '', ...own] = script.split(' ');
  return runTypeScript(file, [...own, ...args], { PATH: empty, HOME: empty });
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

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cliFile, root } from '../../tools/names.ts';
import { stages } from '../pipeline/pipeline.ts';

/** Runs what `npx . ci run ARGS` runs. */
function ci(args: readonly string[], env: Record<string, string> = {}) {
  const command = [cliFile, 'ci', 'run', ...args];
  const given = { PATH: process.env.PATH!, BRANCH_NAME: 'main', ...env };
  return spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8', env: given });
}

const listed = (args: readonly string[], env?: Record<string, string>) =>
  ci(['--list', ...args], env)
    .stdout.trim()
    .split('\n')
    .map((line) => line.replace(/^(\w+) +/, '$1: '));

describe('npx . ci run', () => {
  it('lists all stages', () =>
    expect(listed([])).toEqual(stages.map(({ name, title }) => `${name}: ${title}`)));

  it('begins where it is told to', () =>
    expect(listed(['--from', 'image'])).toEqual([
      'image: Image build',
      'push: Image push',
      'deploy: Deploy',
      'smoke: Smoke tests',
      'promote: Promote',
    ]));

  it('does one stage alone', () => expect(listed(['--only', 'train'])).toEqual(['train: Train']));

  it('skips by option and by variable', () => {
    expect(listed(['--only', 'train', '--skip-training'])).toEqual(['train: skipped: SKIP_TRAINING']);
    expect(listed(['--only', 'test'], { SKIP_TESTS: 'true' })).toEqual(['test: skipped: SKIP_TESTS']);
    expect(listed(['--only', 'image', '--skip-docker'])).toEqual(['image: skipped: SKIP_DOCKER']);
  });

  it('deploys from main alone', () =>
    expect(listed(['--only', 'deploy'], { BRANCH_NAME: 'x' })).toEqual([
      'deploy: skipped: only on main, this is x',
    ]));

  it.each([
    [['--from', 'nothing'], {}, '--from must be one of preflight, setup, test, '],
    [['--from', 'test', '--only', 'test'], {}, '--from and --only exclude each other'],
    [['--list'], { SKIP_TESTS: 'perhaps' }, 'SKIP_TESTS must be true or false, found: perhaps'],
  ])('refuses %j with %j', (args, env, message) => {
    const { stderr, status } = ci(args, env);
    expect(stderr).toContain(`ci run: ${message}`);
    expect(status).toBe(2);
  });

  it('ends with a table', () => {
    const { stdout, stderr, status } = ci(['--from', 'push', '--skip-docker'], {});
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^push +skipped +SKIP_DOCKER$/m);
    expect(stdout).toMatch(/^all +passed +0\.0 s$/m);
  });
});

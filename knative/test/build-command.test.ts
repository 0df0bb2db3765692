import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { cliFile, root } from '../../tools/names.ts';

/** Runs what `npx . image build` runs, on a machine that has nothing. */
function build(...args: string[]) {
  const command = [cliFile, 'image', 'build', ...args];
  return spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8', env: { PATH: '/nowhere' } });
}

describe('npx . image build', () => {
  it.each([
    ['anything that builds images', [], /podman, buildah or docker is needed .*apt-get install podman/],
    ['the engine that is asked for', ['--engine', 'buildah'], /buildah is needed/],
  ])('without %s says so on one line and ends with 1', (_, args, message) => {
    const { status, stdout, stderr } = build(...args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^image build: [^\n]+\n$/);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });

  it.each([
    ['an engine', ['--engine', 'kaniko'], /Allowed choices are podman, buildah, docker/],
    ['an option', ['--nonsense'], /unknown option '--nonsense'/],
  ])('does not know %s by that name, says so on one line, and ends with 2', (_, args, message) => {
    const { status, stdout, stderr } = build(...args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^image build: [^\n]+\nnpx \. image build --help shows how to use it\n$/);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it('tells how it is used', () => expect(build('--help').stdout).toContain('--platform'));
});

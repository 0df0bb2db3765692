import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Runs what `npm run image:build` runs, on a machine that has nothing. */
function build(...args: string[]) {
  const command = ['--import', 'tsx', 'knative/image/build.ts', ...args];
  return spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8', env: { PATH: '/nowhere' } });
}

describe('npm run image:build', () => {
  it.each([
    ['anything that builds images', [], /podman, buildah or docker is needed .*apt-get install podman/],
    ['the engine that is asked for', ['--engine', 'buildah'], /buildah is needed/],
    ['an engine by that name', ['--engine', 'kaniko'], /--engine must be one of podman, buildah, docker/],
    ['an option by that name', ['--nonsense'], /Unknown option '--nonsense'/],
  ])('without %s says so on one line and ends with 1', (_, args, message) => {
    const { status, stdout, stderr } = build(...args);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^image:build: [^\n]+\n$/);
    expect(stdout).toBe('');
    expect(status).toBe(1);
  });

  it('tells how it is used', () => expect(build('--help').stdout).toContain('--platform'));
});

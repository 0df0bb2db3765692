import { afterEach, describe, expect, it, vi } from 'vitest';
import { nodeVersion } from '../../tools/machine.ts';
import { emptyFolder, pathWith } from '../../tools/test/processes.ts';
import { parseSettings } from '../pipeline/settings.ts';
import { checks, diskSpace, planOf, treeState } from '../preflight/checks.ts';

const everything = { trains: true, builds: true, deploys: true };

describe('what a run will do', () => {
  it.each([
    [{}, 'main', everything],
    [{}, 'feature', { trains: true, builds: true, deploys: false }],
    [{ SKIP_TRAINING: 'true' }, 'main', { trains: false, builds: true, deploys: true }],
    [{ SKIP_DOCKER: 'true' }, 'main', { trains: true, builds: false, deploys: false }],
  ])('with %j on %s', (env, branch, plan) => expect(planOf(parseSettings(env), branch)).toEqual(plan));

  it('decides what is looked at', () => {
    const names = (plan: typeof everything) =>
      checks.filter(({ onlyIf }) => onlyIf === undefined || plan[onlyIf]).map(({ name }) => name);
    expect(names({ trains: false, builds: false, deploys: false })).toEqual([
      'commit',
      'tree',
      'Node.js',
      'disk',
    ]);
    expect(names(everything)).toEqual([
      'commit',
      'tree',
      'Node.js',
      'disk',
      'photos',
      'image builder',
      'kubectl',
      'kind',
      'registry',
      'cluster',
    ]);
  });
});

describe('preflight', () => {
  afterEach(() => vi.unstubAllEnvs());
  const run = (name: string, env = {}) =>
    checks.find((check) => check.name === name)!.run(parseSettings(env), everything, {});

  it('asks kubectl for its version', async () => {
    vi.stubEnv(
      'PATH',
      pathWith('kubectl', { stdout: 'Client Version: v1.34.1\nKustomize Version: v5.7.1\n' }),
    );
    expect(await run('kubectl')).toBe('Client Version: v1.34.1');
    vi.stubEnv('PATH', emptyFolder());
    await expect(run('kubectl')).rejects.toThrow('kubectl is missing: https://kubernetes.io');
  });

  it('needs kind only where nothing else brings the image', async () => {
    vi.stubEnv('PATH', emptyFolder());
    vi.stubEnv('KIND_EXPERIMENTAL_PROVIDER', 'podman');
    vi.stubEnv('XDG_CACHE_HOME', emptyFolder());
    expect(await run('kind', { IMAGE_REPOSITORY: 'ghcr.io/owner/cats' })).toMatch(/^not needed: a registry/);
    await expect(run('kind')).rejects.toThrow(/^kind is missing: npx . kind get brings/);
  });

  it('refuses to deploy a tree that is not committed, and names the files', () => {
    const changed = ['a.ts', 'b.ts', 'c.ts', 'd.ts'];
    expect(() => treeState(changed, everything)).toThrow(
      'differs from the commit: a.ts, b.ts, c.ts and 1 more; commit',
    );
    expect(treeState(changed, { ...everything, deploys: false })).toContain("the image's tag will say so");
    expect(treeState([], everything)).toBe('as committed');
  });

  it.each([
    [everything, 10.9e9, 11],
    [{ trains: false, builds: true, deploys: true }, 4.9e9, 5],
    [{ trains: false, builds: false, deploys: false }, 1.9e9, 2],
  ])('with %j refuses a disk with %d bytes free', (plan, free, needed) => {
    expect(() => diskSpace(free, plan)).toThrow(
      `${(free / 1e9).toFixed(1)} GB free, ${needed} GB are needed`,
    );
    expect(diskSpace(needed * 1e9, plan)).toBe(`${needed.toFixed(1)} GB free`);
  });

  it('refuses an old Node.js', () => {
    expect(() => nodeVersion('20.14.0')).toThrow('20.14.0 is too old: 20.15 or newer is needed');
    expect(() => nodeVersion('18.20.0')).toThrow('too old');
    expect(nodeVersion('20.15.0')).toBe('20.15.0');
    expect(nodeVersion('24.1.0')).toBe('24.1.0');
  });
});

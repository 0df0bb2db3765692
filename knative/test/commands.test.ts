import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, pathWith, runCli } from '../../tools/test/processes.ts';
import { clusterVerbs, kindVerbs } from '../cli.ts';
import { formerKindVerbs } from './kind-verbs.ts';

describe('npx . cluster', () => {
  it('has every verb of a life on a cluster', () =>
    expect(clusterVerbs.map(({ name }) => name)).toEqual([
      ...['deploy', 'status', 'logs', 'shell', 'restart', 'scale', 'smoke', 'rollout', 'rollback'],
      ...['stop', 'delete'],
    ]));
});

describe('npx . kind', () => {
  it('has every verb of the former make kind-VERB', () =>
    expect(kindVerbs.map(({ name }) => name)).toEqual(expect.arrayContaining(formerKindVerbs)));

  it.each(['deploy', 'status', 'logs', 'shell', 'restart', 'scale', 'test', 'down'])(
    '%s touches no other cluster',
    async (verb) => {
      const words = ['kind', verb, '--context', 'production'];
      const { code, stderr } = await runCli(words, { PATH: emptyFolder() });
      expect(stderr).toContain('Allowed choices are kind-cats-vs-dogs');
      expect(code).toBe(2);
    },
  );

  it('asks kubectl for its own context', async () => {
    const PATH = pathWith('kubectl', { stdout: '{"items": []}' });
    writeFileSync(
      path.join(PATH, 'kubectl'),
      `#!${process.execPath}\nconsole.error(process.argv.join(' ')); process.exitCode = process.argv.includes('--client') ? 0 : 1;`,
    );
    const { stderr } = await runCli(['kind', 'status'], { PATH });
    expect(stderr).toContain('--context kind-cats-vs-dogs');
    const elsewhere = await runCli(['cluster', 'status'], { PATH });
    expect(elsewhere.stderr).not.toContain('--context');
  });
});

const CLUSTER_COMMANDS: readonly [name: string, ...args: string[]][] = [
  ['deploy', '--overlay', 'production'],
  ['deploy'],
  ['status'],
  ['logs'],
  ['shell'],
  ['restart'],
  ['scale', '--min', '1'],
  ['smoke'],
  ['stop'],
  ['delete'],
  ['rollout', '--image', 'dev.local/cats-vs-dogs:2'],
  ['rollback'],
];

describe('without kubectl', () => {
  it.each(CLUSTER_COMMANDS)(
    'npx . cluster %s says that it is missing and how to get it',
    async (name, ...args) => {
      const { code, stderr } = await runCli(['cluster', name, ...args], { PATH: emptyFolder() });
      expect(stderr).toBe(
        `cluster ${name}: kubectl is missing: https://kubernetes.io/docs/tasks/tools tells how to get it\n`,
      );
      expect(code).toBe(1);
    },
  );
});

describe('without a container program', () => {
  it.each(['create', 'up', 'delete', 'load'])('npx . kind %s names those', async (name) => {
    const { code, stderr } = await runCli(['kind', name], { PATH: emptyFolder() });
    expect(stderr).toMatch(/^FAIL {2}image builder: podman, buildah or docker is needed/m);
    expect(stderr).toMatch(new RegExp(`^kind ${name}: image builder, .*see above`, 'm'));
    expect(code).toBe(1);
  });
});

describe('without kind', () => {
  it.each(['create', 'up', 'delete'])('npx . kind %s says how to get it', async (name) => {
    const environment = { PATH: pathWith('podman', {}), XDG_CACHE_HOME: emptyFolder() };
    const { code, stderr } = await runCli(['kind', name], environment);
    expect(stderr).toMatch(/^FAIL {2}kind: kind is missing: npx \. kind get brings \d/m);
    expect(stderr).toMatch(new RegExp(`^kind ${name}: kubectl, kind: see above`, 'm'));
    expect(code).toBe(1);
  });
});

describe('what kubectl complains about', () => {
  it.each([
    [
      'The connection to the server localhost:8080 was refused - did you specify the right host or port?',
      'kubectl reaches no cluster: `kubectl config get-contexts` shows those that it knows',
    ],
    ['error: context "kind-cats-vs-dogs" does not exist', 'kubectl reaches no cluster'],
    [
      'error: the server doesn\'t have a resource type "services"',
      'Knative Serving is not in this cluster: npx . kind up makes one that has it',
    ],
    ['error: You must be logged in to the server (Unauthorized)', 'the cluster does not know you'],
    ['Error from server (Forbidden): services is forbidden', 'services is forbidden'],
    ['error: something new', 'kubectl: error: something new'],
  ])('%s', async (complaint, advice) => {
    const { code, stderr } = await runCli(['cluster', 'status'], {
      PATH: pathWith('kubectl', { stderr: `${complaint}\n`, code: 1 }),
    });
    expect(stderr).toContain(`cluster status: ${advice}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });

  it('a function that was never deployed is named, with what brings it', async () => {
    const { code, stderr } = await runCli(['cluster', 'status'], { PATH: pathWith('kubectl', {}) });
    expect(stderr).toBe(
      'cluster status: cats-vs-dogs is not in this cluster: npx . cluster deploy brings it\n',
    );
    expect(code).toBe(1);
  });
});

describe('options', () => {
  it('that a command does not have are named in one line, with where its use is told', async () => {
    const { code, stderr } = await runCli(['kind', 'get', '--colour', 'red'], { PATH: emptyFolder() });
    expect(stderr.split('\n')).toEqual([
      "kind get: unknown option '--colour'",
      'npx . kind get --help shows how to use it',
      '',
    ]);
    expect(code).toBe(2);
  });

  it.each<[name: string, args: string[], complaint: string]>([
    ['deploy', ['--overlay', 'staging'], '--overlay must be one of canary, kind, production, found: staging'],
    ['rollout', ['--image', 'a:1', '--step', '50,10,100'], '--step must be rising percentages up to 100'],
    ['scale', [], '--min or --max is missing'],
    ['scale', ['--min', '6', '--max', '5'], '--min 6 is more than --max 5'],
    ['logs', ['--tail', 'all'], '--tail must be a whole number'],
  ])('that are wrong end npx . cluster %s %j', async (name, args, complaint) => {
    const { code, stderr } = await runCli(['cluster', name, ...args], { PATH: emptyFolder() });
    expect(stderr).toContain(`cluster ${name}: ${complaint}`);
    expect(code).toBe(2);
  });
});

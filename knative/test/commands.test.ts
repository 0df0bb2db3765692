import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { commandFiles, emptyFolder, pathWith, runCommandFile } from '../../tools/test/processes.ts';
import { knativeFolder } from '../names.ts';
import { kindVerbs } from './kind-verbs.ts';

const scripts = manifest.scripts as Record<string, string>;

describe('package.json', () => {
  it('has a script for every command', () => {
    const files = readdirSync(path.join(knativeFolder, 'commands')).map((name) => `knative/commands/${name}`);
    expect([...commandFiles.values()].sort()).toEqual(files.sort());
  });

  it.each([
    ...[
      'deploy',
      'status',
      'logs',
      'shell',
      'restart',
      'scale',
      'smoke',
      'stop',
      'delete',
      'rollout',
      'rollback',
    ],
    ...kindVerbs.map((verb) => `kind:${verb}`),
  ])('has %s', (name) => {
    expect(scripts).toHaveProperty([name]);
  });

  it("lets the scripts of Kind's cluster touch no other one", () => {
    for (const [name, script] of Object.entries(scripts)) {
      const delegated = /^npm run --silent (\S+) -- (.*)$/.exec(script);
      if (!name.startsWith('kind:') || delegated === null) continue;
      expect(scripts).toHaveProperty([delegated[1]!]);
      if (delegated[1] !== 'image:build') expect(delegated[2]).toBe('--context kind-cats-vs-dogs');
    }
  });
});

describe.each([...commandFiles.keys()])('npm run %s', (name) => {
  it('tells how it is used, without any program or cluster', async () => {
    const { code, stdout, stderr } = await runCommandFile(name, ['--help'], { PATH: emptyFolder() });
    expect(stderr).toBe('');
    expect(stdout).toContain(`npm run ${name}`);
    expect(code).toBe(0);
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
  it.each(CLUSTER_COMMANDS)('npm run %s says that it is missing and how to get it', async (name, ...args) => {
    const { code, stderr } = await runCommandFile(name, args, { PATH: emptyFolder() });
    expect(stderr).toBe(
      `${name}: kubectl is missing: https://kubernetes.io/docs/tasks/tools tells how to get it\n`,
    );
    expect(code).toBe(1);
  });
});

describe('without a container program', () => {
  it.each(['kind:create', 'kind:up', 'kind:delete', 'kind:load'])('npm run %s names those', async (name) => {
    const { code, stderr } = await runCommandFile(name, [], { PATH: emptyFolder() });
    expect(stderr).toMatch(new RegExp(`^${name}: podman, buildah or docker is needed`));
    expect(code).toBe(1);
  });
});

describe('without kind', () => {
  it.each(['kind:create', 'kind:up', 'kind:delete'])('npm run %s says how to get it', async (name) => {
    const environment = { PATH: pathWith('podman', {}), XDG_CACHE_HOME: emptyFolder() };
    const { code, stderr } = await runCommandFile(name, [], environment);
    expect(stderr).toMatch(new RegExp(`^${name}: kind is missing: npm run kind:get brings \\d`));
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
      'Knative Serving is not in this cluster: npm run kind:up makes one that has it',
    ],
    ['error: You must be logged in to the server (Unauthorized)', 'the cluster does not know you'],
    ['Error from server (Forbidden): services is forbidden', 'services is forbidden'],
    ['error: something new', 'kubectl: error: something new'],
  ])('%s', async (complaint, advice) => {
    const { code, stderr } = await runCommandFile('status', [], {
      PATH: pathWith('kubectl', { stderr: `${complaint}\n`, code: 1 }),
    });
    expect(stderr).toContain(`status: ${advice}`);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });

  it('a function that was never deployed is named, with what brings it', async () => {
    const { code, stderr } = await runCommandFile('status', [], { PATH: pathWith('kubectl', {}) });
    expect(stderr).toBe('status: cats-vs-dogs is not in this cluster: npm run deploy brings it\n');
    expect(code).toBe(1);
  });
});

describe('options', () => {
  it('that a command does not have are named in one line, with where its use is told', async () => {
    const { code, stderr } = await runCommandFile('kind:get', ['--colour', 'red'], { PATH: emptyFolder() });
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^kind:get: Unknown option '--colour'/),
      'npm run kind:get -- --help tells how it is used',
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
  ])('that are wrong end npm run %s -- %j', async (name, args, complaint) => {
    const { code, stderr } = await runCommandFile(name, args, { PATH: emptyFolder() });
    expect(stderr).toContain(`${name}: ${complaint}`);
    expect(code).toBe(2);
  });
});

import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { emptyFolder, runCli } from '../../../tools/test/processes.ts';

/** What the programs answer, by the beginning of a call as `kind get clusters`; one that begins with ! fails. */
type Answers = Readonly<Record<string, string>>;

const HERE = {
  'docker info': '',
  'kubectl version': '',
  'kubectl config get-contexts': 'kind-cats-vs-dogs\n',
};

/** Runs `npx . kind WORDS` with stand-ins for these programs, which record their calls. */
async function kind(words: string[], programs: string[], answers: Answers) {
  const PATH = emptyFolder();
  const record = path.join(PATH, 'calls');
  writeFileSync(record, '');
  const script = `#!${process.execPath}
    const call = [require('node:path').basename(process.argv[1]), ...process.argv.slice(2)].join(' ');
    const line = call.replace(/ --context \\S+/, '');
    const provider = process.env.KIND_EXPERIMENTAL_PROVIDER;
    const full = provider ? line + ' with ' + provider : line;
    require('node:fs').appendFileSync(${JSON.stringify(record)}, full + '\\n');
    const answers = ${JSON.stringify({ ...HERE, ...answers })};
    const keys = Object.keys(answers).filter((key) => full.startsWith(key.split('...')[0]) && full.endsWith(key.split('...')[1] ?? ''));
    const answer = answers[keys.sort((a, b) => b.length - a.length)[0]] ?? '';
    if (answer.startsWith('!')) {
      process.stderr.write(answer.slice(1));
      process.exitCode = 1;
    } else process.stdout.write(answer);`;
  for (const program of programs) {
    writeFileSync(path.join(PATH, program), script);
    chmodSync(path.join(PATH, program), 0o755);
  }
  // No registry answers, and at once.
  const proxy = { HTTPS_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1' };
  const run = await runCli(['kind', ...words], { PATH, XDG_CACHE_HOME: emptyFolder(), ...proxy });
  return { ...run, calls: readFileSync(record, 'utf8').trim().split('\n') };
}

const DOCKER = ['docker', 'kind', 'kubectl'];
const made = (calls: string[]) => calls.filter((call) => call.startsWith('kind create'));

describe('npx . kind create', () => {
  it('makes the cluster where there is none', async () => {
    const { code, stdout, calls } = await kind(['create'], DOCKER, { 'kind get clusters': 'other\n' });
    expect(stdout).toContain('the cluster cats-vs-dogs is made');
    expect(made(calls)).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('shows the reason that kind gives, not its last line', async () => {
    const complaint =
      'ERROR: failed to create cluster: port 8000 is taken\nCommand Output: ...\nStack Trace:\nmain.go:1\n';
    const { code, stderr } = await kind(['create'], DOCKER, { 'kind create': `!${complaint}` });
    expect(stderr).toContain('Stack Trace');
    expect(stderr).toMatch(
      /^kind create: kind create cluster: failed to create cluster: port 8000 is taken$/m,
    );
    expect(code).toBe(1);
  });

  it('misses kubectl before minutes are spent', async () => {
    const { stderr, calls } = await kind(['create'], ['docker', 'kind'], {});
    expect(stderr).toContain('kubectl is missing');
    expect(made(calls)).toEqual([]);
  });

  it('says first what is not as it should be, and goes on where that may do', async () => {
    const { code, stderr, calls } = await kind(['create'], DOCKER, {});
    expect(stderr).toMatch(/^FAIL {2}proxy: NO_PROXY leaves out localhost: .*NO_PROXY/m);
    expect(stderr).toMatch(/^FAIL {2}docker\.io: .*set HTTPS_PROXY/m);
    expect(made(calls)).toHaveLength(1);
    expect(code).toBe(0);
  });

  it('finds one of Podman before it makes a second one with Docker, and one of Docker', async () => {
    const ofPodman = { 'kind get clusters with podman': 'cats-vs-dogs\n', 'podman ps': 'node\n' };
    const podman = await kind(['create'], [...DOCKER, 'podman'], ofPodman);
    expect(podman.stdout).toContain('the cluster cats-vs-dogs is there');
    expect(made(podman.calls)).toEqual([]);
    const ofDocker = { 'kind get clusters...clusters': 'cats-vs-dogs\n', 'docker ps': 'node\n' };
    const docker = await kind(['create'], [...DOCKER, 'podman'], ofDocker);
    expect(docker.stdout).toContain('the cluster cats-vs-dogs is there');
    expect(made(docker.calls)).toEqual([]);
  });

  const there = { 'kind get clusters': 'cats-vs-dogs\n' };

  it('starts a node that was stopped', async () => {
    const stopped = { ...there, 'docker ps --quiet': '', 'docker ps --all': 'node\n' };
    const { stdout, calls } = await kind(['create'], DOCKER, stopped);
    expect(calls).toContain('docker start node');
    expect(stdout).toContain('the cluster cats-vs-dogs is started');
  });

  it('brings back a context that kubectl lost, and changes none that is there', async () => {
    const running = { ...there, 'docker ps': 'node\n' };
    const lost = await kind(['create'], DOCKER, { ...running, 'kubectl config get-contexts': 'prod\n' });
    expect(lost.calls).toContain('kind export kubeconfig --name cats-vs-dogs');
    const known = await kind(['create'], DOCKER, running);
    expect(known.calls.filter((call) => call.startsWith('kind export'))).toEqual([]);
    expect(known.calls).toContain('kubectl get --raw /readyz');
  });
});

it('npx . kind full misses buildx before it makes the cluster', async () => {
  const { code, stderr, calls } = await kind(['full'], DOCKER, {
    'docker buildx version': '!unknown command',
  });
  expect(stderr).toContain('docker is here, but cannot build: install its plugin buildx');
  expect(made(calls)).toEqual([]);
  expect(code).toBe(1);
});

it.each([
  ['full', 'kubectl, kind'],
  ['delete', 'kubectl, kind'],
  ['status', 'kubectl'],
])('npx . kind %s names first the programs that are missing, and what brings them', async (verb, missing) => {
  const { code, stderr, calls } = await kind([verb], ['docker'], {});
  for (const name of missing.split(', ')) {
    expect(stderr).toMatch(
      new RegExp(`^FAIL  ${name}: ${name} is missing: (npx \\. kind get|https://)`, 'm'),
    );
  }
  expect(stderr).toMatch(
    new RegExp(`^kind ${verb}: ${missing}: see above; npx \\. doctor looks again$`, 'm'),
  );
  for (const call of calls) expect(call).toMatch(/^(docker (--version|info|buildx version|ps --all .*))?$/);
  expect(code).toBe(1);
});

it('npx . kind load says that there is no cluster', async () => {
  const { stderr } = await kind(['load', '--image', 'dev.local/x:1'], DOCKER, {});
  expect(stderr).toContain('there is no cluster cats-vs-dogs: npx . kind up makes it');
});

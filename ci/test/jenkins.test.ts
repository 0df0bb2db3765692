import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { baseImages } from '../../knative/image/base-images.ts';
import versions from '../../knative/versions.json' with { type: 'json' };
import { cliFile, root } from '../../tools/names.ts';
import { setup } from '../jenkins/container.ts';
import { credentials } from '../pipeline/pipeline.ts';

const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const casc = parse(read('ci/jenkins/casc.yaml'));
const plugins = read('ci/jenkins/plugins.txt').trim().split('\n');

describe('casc.yaml', () => {
  it('has the credentials of the pipeline, each from its variable', () => {
    const found = casc.credentials.system.domainCredentials[0].credentials.map(
      (entry: { string: { id: string; secret: string } }) => [entry.string.secret, entry.string.id],
    );
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(Object.entries(credentials).map(([variable, id]) => [`\${${variable}:-}`, id])),
    );
  });

  it('has those that the Jenkinsfile binds', () => {
    const bound = [...read('Jenkinsfile').matchAll(/credentialsId: '([^']+)'/g)].map(([, id]) => id);
    expect([...new Set(bound)].sort()).toEqual(Object.values(credentials).sort());
  });

  it('lets nobody in without a password, and has no secret in it', () => {
    expect(casc.jenkins.authorizationStrategy.loggedInUsersCanDoAnything.allowAnonymousRead).toBe(false);
    expect(casc.jenkins.securityRealm.local.allowsSignup).toBe(false);
    expect(casc.jenkins.securityRealm.local.users).toEqual([
      { id: 'admin', password: `\${JENKINS_ADMIN_PASSWORD}` },
    ]);
  });

  it('has one job, for every branch with a Jenkinsfile', () => {
    expect(casc.jobs).toHaveLength(1);
    expect(casc.jobs[0].script).toMatch(/^multibranchPipelineJob\('cats-vs-dogs'\)/);
    expect(casc.jobs[0].script).toContain("scriptPath('Jenkinsfile')");
  });

  it('knows only variables that npx . ci jenkins-up gives it, or that may be missing', () => {
    const { args } = setup({ XDG_CACHE_HOME: cache() }, undefined);
    const given = args.filter((_, index) => args[index - 1] === '--env');
    const wanted = [...read('ci/jenkins/casc.yaml').matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name!);
    expect(wanted.filter((name) => !given.includes(name))).toEqual([]);
  });
});

describe('plugins.txt', () => {
  it('pins every plugin', () => {
    for (const line of plugins) expect(line).toMatch(/^[a-z0-9-]+:\d[\w.-]*$/);
    expect(plugins).toEqual([...plugins].sort());
  });

  it.each([
    ['casc.yaml', 'configuration-as-code'],
    ['its jobs', 'job-dsl'],
    ['its secret texts', 'plain-credentials'],
    ['withCredentials', 'credentials-binding'],
    ['pipeline {}', 'pipeline-model-definition'],
    ['a branch a job', 'workflow-multibranch'],
    ['checkout', 'git'],
    ['junit', 'junit'],
    ['recordCoverage', 'coverage'],
    ['timestamps()', 'timestamper'],
  ])('has the one for %s', (_, plugin) =>
    expect(plugins.map((line) => line.split(':')[0])).toContain(plugin),
  );
});

describe('the image of Jenkins', () => {
  const bases = [...read('ci/jenkins/Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, image]) => image!);

  it('has a version, as have those that it takes from', () => {
    for (const image of bases) expect(image).toMatch(/:[v\d][\w.-]*\d/);
  });

  // Of the Dockerfile `npx . image pin` may have made a digest, which stands behind the tag.
  it('has the Node.js that the function is built on', () => {
    const built = baseImages(read('Dockerfile')).find(({ argument }) => argument === 'NODE_IMAGE');
    expect(bases).toContain(built?.reference.split('@')[0]);
  });
});

describe('the tools of the image', () => {
  const tools = read('ci/jenkins/tools.txt')
    .trim()
    .split('\n')
    .map((line) => line.split(' ') as [string, string, string, string]);

  it('are buildx, kind and kubectl, each for both processors with the SHA-256 of its version', () => {
    const names = ['docker-buildx', 'kind', 'kubectl'];
    const found = tools.map(([processor, , , file]) => `${path.basename(file)} ${processor}`);
    expect(found).toEqual(names.flatMap((name) => [`${name} amd64`, `${name} arm64`]));
    for (const [processor, sha256, address] of tools) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(address).toContain(processor);
      expect(address).toMatch(/\/v\d+\.\d+\.\d+\//);
    }
  });

  it('are the kind that the other commands bring, and a kubectl for its Kubernetes', () => {
    const recorded: Record<string, string> = JSON.parse(read('knative/checksums.json'));
    for (const [, sha256, address] of tools.filter(([, , , file]) => file.endsWith('/kind'))) {
      expect(recorded[address]).toBe(sha256);
      expect(address).toContain(`/v${versions.kind}/`);
    }
    const minor = versions.kubernetes.split('.').slice(0, 2).join('.');
    expect(tools.at(-1)![2]).toContain(`/v${minor}.`);
  });

  it.each([
    ['as published', 0, ''],
    ['of another content', 1, 'FAILED'],
  ])('%s: installed with %d', (_, code, complaint) => {
    const folder = cache();
    const source = path.join(folder, 'source');
    const list = path.join(folder, 'list');
    writeFileSync(source, 'a program');
    const sha256 = code === 0 ? hash('sha256', 'a program') : '0'.repeat(64);
    // Not of this machine.
    const other = `other ${'0'.repeat(64)} file:///nowhere /bin/other`;
    const processor = spawnSync('dpkg', ['--print-architecture'], { encoding: 'utf8' }).stdout.trim();
    writeFileSync(list, `${other}\n${processor} ${sha256} file://${source} /bin/tool\n`);
    const installed = spawnSync(path.join(root, 'ci/jenkins/install-tools'), [list], {
      encoding: 'utf8',
      env: { ...process.env, DESTDIR: folder },
    });
    expect(installed.status).toBe(code);
    expect(`${installed.stdout}${installed.stderr}`).toContain(complaint);
    expect(statSync(path.join(folder, 'bin/tool')).mode & 0o111).toBe(code === 0 ? 0o111 : 0);
  });
});

describe('npx . ci jenkins-up', () => {
  it('puts no secret into the arguments of docker', () => {
    const env = {
      XDG_CACHE_HOME: cache(),
      KAGGLE_KEY: 'planted',
      REGISTRY_TOKEN: 'planted',
      IMAGE_REPOSITORY: 'r/i',
    };
    const { args, env: passed, passwordFile } = setup(env, 'https://example.org/cats.git');
    expect(args.join(' ')).not.toContain('planted');
    expect(args.join(' ')).toContain('--env KAGGLE_KEY --env REGISTRY_TOKEN --env IMAGE_REPOSITORY');
    expect(args.join(' ')).not.toContain(passed.JENKINS_ADMIN_PASSWORD);
    expect(passed).toMatchObject({ KAGGLE_KEY: 'planted', REPOSITORY_URL: 'https://example.org/cats.git' });
    expect(statSync(passwordFile).mode & 0o777).toBe(0o600);
  });

  it('gives Jenkins every variable that its builds get, where it is set', () => {
    const variables: string[] = casc.jenkins.globalNodeProperties[0].envVars.env.map(
      ({ key }: { key: string }) => key,
    );
    expect(variables).toEqual(expect.arrayContaining(['SERVICE_NAME', 'SERVICE_NAMESPACE']));
    const values = Object.fromEntries(variables.map((name) => [name, 'set']));
    const { args } = setup({ XDG_CACHE_HOME: cache(), ...values }, undefined);
    const given = args.filter((_, index) => args[index - 1] === '--env');
    expect(given).toEqual(expect.arrayContaining(variables));
  });

  it('keeps its password', () => {
    const env = { XDG_CACHE_HOME: cache() };
    const password = () => setup(env, undefined).env.JENKINS_ADMIN_PASSWORD;
    expect(password()).toBe(password());
    expect(password()).toMatch(/^\S{20,}$/);
  });

  it.each(['jenkins-up', 'jenkins-down'])('%s says so where there is no docker', (verb) => {
    const command = [cliFile, 'ci', verb];
    const { stderr, status } = spawnSync(process.execPath, command, {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: '/nowhere' },
    });
    expect(stderr).toMatch(/^ci jenkins-\w+: docker is missing[^\n]*\n$/);
    expect(status).toBe(1);
  });
});

function cache(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-jenkins-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../tools/names.ts';
import { RegistryServer } from '../../tools/test/registry-server.ts';
import { stages } from '../pipeline/pipeline.ts';

const TOKEN = 'planted-registry-token';
const secrets = {
  REGISTRY_TOKEN: TOKEN,
  KAGGLE_USERNAME: 'planted-kaggle-user',
  KAGGLE_KEY: 'planted-kaggle-key',
};
const CONFIG = `sha256:${'c'.repeat(64)}`;

/** A clone of this commit with the working tree's files, so that a stage has a tree that is committed. */
let clone: string;
let registry: RegistryServer;

interface Run {
  code: number;
  output: string;
}

function stage(name: string, env: Record<string, string> = {}, args: string[] = []): Promise<Run> {
  const given = { PATH: `${clone}/bin:${process.env.PATH}`, HOME: clone, ...secrets, ...env };
  return new Promise((resolve) => {
    execFile('ci/stage', [name, ...args], { cwd: clone, env: given }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr });
    });
  });
}

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
    cwd: clone,
    encoding: 'utf8',
  }).trim();

/** A program that prints and ends as it is told. */
function fake(name: string, script: string): void {
  writeFileSync(path.join(clone, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function handOver(name: string, value: object): void {
  mkdirSync(path.join(clone, 'ci/out'), { recursive: true });
  writeFileSync(
    path.join(clone, `ci/out/${name}.json`),
    JSON.stringify({ commit: git('rev-parse', 'HEAD'), ...value }),
  );
}

beforeAll(async () => {
  clone = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-stages-'));
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
  });
  for (const file of files.toString('utf8').split('\0').filter(Boolean)) {
    cpSync(path.join(root, file), path.join(clone, file), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'));
  mkdirSync(path.join(clone, 'bin'));
  writeFileSync(path.join(clone, '.gitignore'), '/bin\n/node_modules\n/ci/out\n/coverage\n/.cache\n/.npm\n');
  git('init', '--quiet', '--initial-branch', 'main');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'all');
  registry = new RegistryServer(`me:${TOKEN}`);
  await registry.start();
});

afterAll(() => {
  registry.stop();
  rmSync(clone, { recursive: true });
});

describe('ci/stage', () => {
  it.each(stages)('$name --help says what it reads and writes', async ({ name }) => {
    const { code, output } = await stage(name, {}, ['--help']);
    expect(output).toMatch(new RegExp(`^ci/stage ${name}: .{40,}`));
    expect(code).toBe(0);
  });

  it('names the stages that there are when it does not know one', async () => {
    const { code, output } = await stage('nothing');
    expect(output).toMatch(/^ci\/stage: NAME must be one of .*preflight.*, found: nothing\n$/);
    expect(code).toBe(2);
  });

  it('refuses arguments and wrong variables before it does anything', async () => {
    expect(await stage('push', {}, ['--force'])).toEqual({
      code: 2,
      output: 'push: FAILED: --force is not known; --help alone is\n',
    });
    const { code, output } = await stage('deploy', { ROLLOUT_STEPS: '100,50' });
    expect(output).toContain('deploy: FAILED: ROLLOUT_STEPS must be rising percentages');
    expect(code).toBe(2);
  });

  it.each([
    ['push', 'image'],
    ['deploy', 'push'],
    ['smoke', 'deploy'],
  ])('%s says that %s comes first', async (name, before) => {
    rmSync(path.join(clone, 'ci/out'), { recursive: true, force: true });
    const { code, output } = await stage(name);
    expect(output).toContain(
      `${name}: FAILED: ci/out/${before}.json is missing: ci/stage ${before} writes it`,
    );
    expect(code).toBe(1);
  });

  it('takes nothing over from another commit', async () => {
    handOver('image', { commit: 'f'.repeat(40), reference: 'a:1', id: CONFIG, engine: 'podman' });
    expect((await stage('push')).output).toContain('is of commit ffff');
  });
});

describe('preflight', () => {
  const repository = () => ({ IMAGE_REPOSITORY: `${registry.address}/me/cats`, SKIP_TRAINING: 'true' });

  it('names everything that is in the way, in one go', async () => {
    writeFileSync(path.join(clone, 'untracked.txt'), '');
    fake('podman', 'exit 127');
    fake('buildah', 'exit 127');
    fake('docker', 'exit 1');
    fake('kubectl', 'echo "The connection to the server localhost:8080 was refused" >&2; exit 1');
    const { code, output } = await stage('preflight', {
      IMAGE_REPOSITORY: '127.0.0.1:9/me/cats',
      KAGGLE_KEY: '',
      KAGGLE_USERNAME: '',
    });
    rmSync(path.join(clone, 'untracked.txt'));
    expect(output).toMatch(/^FAIL {2}tree: differs from the commit: untracked\.txt/m);
    expect(output).toMatch(/^FAIL {2}photos: KAGGLE_USERNAME and KAGGLE_KEY are not set/m);
    expect(output).toMatch(/^FAIL {2}image builder: podman, buildah or docker is needed/m);
    expect(output).toMatch(/^FAIL {2}registry: 127\.0\.0\.1:9 cannot be reached/m);
    expect(output).toMatch(/^FAIL {2}cluster: kubectl reaches no cluster/m);
    expect(output).toMatch(
      /^preflight: FAILED: tree, photos, image builder, kubectl, registry, cluster: see above$/m,
    );
    expect(code).toBe(1);
  });

  it('says that nothing is in the way', async () => {
    fake('podman', 'exit 0');
    fake('kubectl', 'case "$*" in *current-context*) echo test;; *can-i*) echo yes;; esac');
    const { code, output } = await stage('preflight', repository());
    expect(output).toMatch(/^preflight: nothing is in the way to build, deploy$/m);
    expect(code).toBe(0);
  });

  it('names a token that the registry does not take', async () => {
    const { code, output } = await stage('preflight', {
      ...repository(),
      REGISTRY_TOKEN: 'another-planted-token',
    });
    expect(output).toMatch(/^FAIL {2}registry: .* may me write there with this REGISTRY_TOKEN\?$/m);
    expect(output).not.toContain('another-planted-token');
    expect(code).toBe(1);
  });

  it('says what the cluster does not allow', async () => {
    fake('kubectl', 'case "$*" in *current-context*) echo test;; *can-i*) echo no; exit 1;; esac');
    const { output } = await stage('preflight', { ...repository(), SERVICE_NAMESPACE: 'pets' });
    expect(output).toMatch(
      /^FAIL {2}cluster: test: you may not create services\.serving\.knative\.dev in pets$/m,
    );
  });
});

describe('test', () => {
  it('runs npm test, the tests of the image and the gates, each whatever became of the others', async () => {
    fake('npm', 'echo "npm $*"; exit 1');
    fake('npx', 'echo "npx $*"');
    const { code, output } = await stage('test', {});
    for (const program of ['npm', 'npx']) rmSync(path.join(clone, 'bin', program));
    const [tests, ofImage, gates] = ['npm test', 'npx vitest run --project image', 'npx . ci gates'];
    expect(output).toMatch(new RegExp(`^${tests}\\n[^]*^${ofImage}\\n[^]*^${gates}\\n`, 'm'));
    expect(output).toMatch(/^test: FAILED: npm test$/m);
    expect(code).toBe(1);
  });

  it('runs the tests that TEST_FILES names alone, and the gates after them', async () => {
    fake('npx', 'echo "npx $*"; case "$*" in *gates*) exit 1;; esac');
    const { code, output } = await stage('test', { TEST_FILES: 'function/test/config' });
    rmSync(path.join(clone, 'bin/npx'));
    expect(output).toMatch(/^npx vitest run function\/test\/config$/m);
    expect(output).toMatch(/^test: npx vitest run function\/test\/config: passed/m);
    expect(output).toMatch(/^test: FAILED: npx . ci gates$/m);
    expect(code).toBe(1);
  });
});

describe('push and promote', () => {
  const env = () => ({ IMAGE_REPOSITORY: `${registry.address}/me/cats` });
  const manifest = (config: string) => Buffer.from(JSON.stringify({ config: { digest: config } }));
  const TYPE = 'application/vnd.docker.distribution.manifest.v2+json';
  const built = () => ({ reference: `${registry.address}/me/cats:0.1.0-abc`, id: CONFIG, engine: 'podman' });
  let digest: string;

  it('never moves a tag', async () => {
    handOver('image', built());
    registry.put('0.1.0-abc', TYPE, manifest(`sha256:${'d'.repeat(64)}`));
    fake('podman', 'echo "podman must not be called" >&2; exit 1');
    const { code, output } = await stage('push', env());
    expect(output).toMatch(
      /^push: FAILED: .*:0\.1\.0-abc is in the registry already, as another image: tags are never moved$/m,
    );
    expect(code).toBe(1);
  });

  it('pushes nothing twice', async () => {
    digest = registry.put('0.1.0-abc', TYPE, manifest(CONFIG));
    const { code, output } = await stage('push', env());
    expect(output).toContain(`was there already: ${registry.address}/me/cats@${digest}`);
    expect(code).toBe(0);
  });

  it('gives the account in a file, and never as an argument or in its output', async () => {
    registry.manifests.clear();
    // It says what it was called with, and what the file says.
    fake('podman', `echo "$@" > ${clone}/bin/arguments; cp "$4" ${clone}/bin/account; exit 1`);
    const { code, output } = await stage('push', env());
    const [words, account] = ['arguments', 'account'].map((name) =>
      readFileSync(path.join(clone, 'bin', name), 'utf8'),
    );
    expect(words).toMatch(/^push --quiet --authfile \S+ --tls-verify=false \S+\/me\/cats:0\.1\.0-abc\n$/);
    expect(words).not.toContain(TOKEN);
    expect(JSON.parse(account!).auths[registry.address].auth).toBe(
      Buffer.from(`me:${TOKEN}`).toString('base64'),
    );
    expect(output).toMatch(/^push: FAILED: podman push/m);
    expect(code).toBe(1);
  });

  it('latest moves to what is deployed, and to nothing else', async () => {
    digest = registry.put('0.1.0-abc', TYPE, manifest(CONFIG));
    const image = `${registry.address}/me/cats@${digest}`;
    handOver('push', { image, digest });
    handOver('deploy', { image: 'another', revision: 'r-1' });
    expect((await stage('promote', env())).output).toContain('promote: FAILED: another is deployed, not');
    expect(registry.manifests.has('latest')).toBe(false);
    handOver('deploy', { image, revision: 'r-1' });
    expect((await stage('promote', env())).output).toContain(`promote: latest is ${digest} now`);
    expect(registry.manifests.get('latest')?.body).toEqual(manifest(CONFIG));
    expect((await stage('promote', env())).output).toContain(`promote: latest is ${digest} already`);
  });
});

it.each(['preflight', 'push', 'deploy', 'smoke', 'promote'])('%s prints no secret', async (name) => {
  // npx . e2e pipeline does the same with those that take minutes.
  const { output } = await stage(name);
  for (const secret of Object.values(secrets)) expect(output).not.toContain(secret);
});

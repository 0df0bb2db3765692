import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface BuildOptions {
  /** The folder with the Dockerfile. */
  context: string;
  reference: string;
  buildArguments: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  /** For another machine than this one, as linux/arm64. */
  platform?: string;
  /** Seconds since 1970: the time of every file in the image, and of the image. */
  sourceDateEpoch: number;
  /** False to make each step anew. */
  cache: boolean;
  /** False to show nothing but errors. */
  progress: boolean;
}

export interface Layer {
  createdBy: string;
  bytes: number;
}

export interface ImageDescription {
  /** Of the configuration; the same in every store. */
  id: string;
  /** Of the manifest, as a registry would name it; not every engine knows it before the image is pushed. */
  digest?: string;
  /** From the bottom up. */
  layers: Layer[];
}

/** A program that builds images. */
export interface Engine {
  name: EngineName;
  build(options: BuildOptions): void;
  describe(reference: string): ImageDescription;
}

export const engineNames = ['podman', 'buildah', 'docker'] as const;
export type EngineName = (typeof engineNames)[number];

const engines: Record<EngineName, Engine & { isThere(): boolean }> = {
  podman: {
    name: 'podman',
    isThere: () => succeeds('podman', '--version'),
    build: (options) => buildWithBuildah('podman', options),
    describe: (reference) => describePushed('podman', reference),
  },
  buildah: {
    name: 'buildah',
    isThere: () => succeeds('buildah', '--version'),
    build: (options) => buildWithBuildah('buildah', options),
    describe: (reference) => describePushed('buildah', reference),
  },
  docker: {
    name: 'docker',
    // The command alone builds nothing: its daemon has to answer.
    isThere: () => succeeds('docker', 'info'),
    build: buildWithDocker,
    describe: describeWithDocker,
  },
};

/**
 * The first engine that works here, or the one that is asked for.
 * @throws Error that names what is missing and how to get it
 */
export function findEngine(wanted?: EngineName): Engine {
  const candidates = wanted === undefined ? engineNames : [wanted];
  for (const name of candidates) if (engines[name].isThere()) return engines[name];
  const names = candidates.join(', ').replace(/, (\w+)$/, ' or $1');
  throw new Error(
    `${names} is needed to build an image (Debian: apt-get install podman); of docker the daemon must run, too`,
  );
}

function succeeds(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function pairs(option: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [option, `${name}=${value}`]);
}

function run(command: string, args: readonly string[], { progress }: { progress: boolean }): void {
  const { status, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', progress ? 'inherit' : 'ignore', progress ? 'inherit' : 'pipe'],
  });
  if (status !== 0) throw new Error(`${command} could not build the image${stderr ? `:\n${stderr}` : ''}`);
}

function buildWithBuildah(command: 'podman' | 'buildah', options: BuildOptions): void {
  const args = [
    'build',
    // OCI's format has no place for HEALTHCHECK.
    ...['--format', 'docker', '--layers', '--tag', options.reference],
    // Without a label that tells the version of buildah.
    ...['--timestamp', String(options.sourceDateEpoch), '--identity-label=false'],
    // Which docker knows by itself, and not every buildah.
    ...['--build-arg', `BUILDPLATFORM=linux/${process.arch === 'x64' ? 'amd64' : process.arch}`],
    ...pairs('--build-arg', options.buildArguments),
    ...pairs('--label', options.labels),
    ...(options.platform === undefined ? [] : ['--platform', options.platform]),
    ...(options.cache ? [] : ['--no-cache']),
    options.context,
  ];
  run(command, args, options);
}

function buildWithDocker(options: BuildOptions): void {
  const args = [
    ...['buildx', 'build', '--provenance=false', '--sbom=false'],
    ...['--output', `type=docker,name=${options.reference},rewrite-timestamp=true`],
    ...pairs('--build-arg', {
      ...options.buildArguments,
      SOURCE_DATE_EPOCH: String(options.sourceDateEpoch),
    }),
    ...pairs('--label', options.labels),
    ...(options.platform === undefined ? [] : ['--platform', options.platform]),
    ...(options.cache ? [] : ['--no-cache']),
    options.context,
  ];
  run('docker', args, options);
}

interface Manifest {
  config: { digest: string };
  layers: { size: number }[];
}

interface Config {
  history: { created_by?: string; empty_layer?: boolean }[];
}

/** Reads the image as a registry would get it, with its layers as they lie in a container's root. */
function describePushed(command: 'podman' | 'buildah', reference: string): ImageDescription {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-image-'));
  try {
    execFileSync(command, ['push', '--quiet', reference, `dir:${folder}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const read = (file: string) => readFileSync(path.join(folder, file));
    const manifest = JSON.parse(read('manifest.json').toString()) as Manifest;
    const { digest: id } = manifest.config;
    const { history } = JSON.parse(read(id.replace('sha256:', '')).toString()) as Config;
    const steps = history.filter((step) => !step.empty_layer);
    const layers = manifest.layers.map(({ size }, index) => ({
      createdBy: readable(steps[index]?.created_by ?? ''),
      bytes: size,
    }));
    return { id, digest: pushedDigest(command, reference), layers };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pushedDigest(command: 'podman' | 'buildah', reference: string): string {
  const args =
    command === 'podman'
      ? ['image', 'inspect', '--format', '{{.Digest}}', reference]
      : ['inspect', '--type', 'image', '--format', '{{.FromImageDigest}}', reference];
  return execFileSync(command, args, { encoding: 'utf8' }).trim();
}

function describeWithDocker(reference: string): ImageDescription {
  const ask = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();
  const id = ask('image', 'inspect', '--format', '{{.Id}}', reference);
  const history = ask(
    'history',
    '--no-trunc',
    '--human=false',
    '--format',
    '{{.Size}}\t{{.CreatedBy}}',
    reference,
  );
  const layers = history.split('\n').flatMap((line) => {
    const [bytes, createdBy = ''] = line.split('\t');
    return Number(bytes) > 0 ? [{ createdBy: readable(createdBy), bytes: Number(bytes) }] : [];
  });
  return { id, layers: layers.reverse() };
}

/** A step of the history as its Dockerfile has it, without hashes. */
function readable(createdBy: string): string {
  return createdBy
    .replace(/^\/bin\/sh -c (#\(nop\) +)?/, '')
    .replace(/ (dir|file|multi):[0-9a-f]{64} in /, ' ')
    .replace(/ # buildkit$/, '')
    .trim();
}

import { hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runSync, succeeds } from '../../tools/process.ts';
import { type BuildOptions, type Engine, type ImageDescription, readableStep, runBuild } from './build.ts';

/** Podman builds by buildah's code and takes the same options. */
type Command = 'podman' | 'buildah';

interface Manifest {
  config: { digest: string; size: number };
  layers: { size: number }[];
}

interface Configuration {
  architecture: string;
  variant?: string;
  os: string;
  created: string;
  config: Record<string, unknown>;
  rootfs: unknown;
  history: { created?: string; created_by?: string; empty_layer?: boolean; comment?: string }[];
}

export function buildah(name: Command): Engine {
  return {
    name,
    problem: () => (succeeds(name, '--version') ? undefined : 'missing'),
    build: (options) => build(name, options),
    describe: (reference) => describe(name, reference),
  };
}

function build(command: Command, options: BuildOptions): void {
  const { reference, sourceDateEpoch } = options;
  const own = [
    'build',
    // OCI's format has no place for HEALTHCHECK.
    ...['--format', 'docker', '--layers', '--tag', reference],
    // Without a label that tells the version of buildah.
    ...['--timestamp', String(sourceDateEpoch), '--identity-label=false'],
    // Which docker knows by itself, and not every buildah.
    ...['--build-arg', `BUILDPLATFORM=linux/${process.arch === 'x64' ? 'amd64' : process.arch}`],
  ];
  runBuild(command, own, options);
  forgetBuilder(command, reference);
}

/** Removes what Docker's format keeps of the build, as a host name and ids: it would make each build another image. */
function forgetBuilder(command: Command, reference: string): void {
  withPushed(command, reference, (folder, manifest, configuration) => {
    const { Hostname, Image, ...config } = configuration.config;
    const { architecture, variant, os, created, rootfs, history } = configuration;
    const steps = history.map(({ comment, ...step }) => step);
    const text = JSON.stringify({ architecture, variant, os, created, config, rootfs, history: steps });
    const sha256 = hash('sha256', text);
    writeFileSync(path.join(folder, sha256), text);
    manifest.config = { ...manifest.config, digest: `sha256:${sha256}`, size: Buffer.byteLength(text) };
    writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
    const id = runSync(command, ['pull', '--quiet', `dir:${folder}`]).trim();
    runSync(command, ['tag', id, reference]);
  });
}

function describe(command: Command, reference: string): ImageDescription {
  return withPushed(command, reference, (folder, manifest, { history }) => {
    const steps = history.filter((step) => !step.empty_layer);
    return {
      id: manifest.config.digest,
      digest: `sha256:${hash('sha256', readFileSync(path.join(folder, 'manifest.json')))}`,
      layers: manifest.layers.map(({ size }, index) => ({
        createdBy: readableStep(steps[index]?.created_by ?? ''),
        bytes: size,
      })),
    };
  });
}

/** Looks at an image in a folder, as a registry would get it but for compression. */
function withPushed<Result>(
  command: Command,
  reference: string,
  look: (folder: string, manifest: Manifest, configuration: Configuration) => Result,
): Result {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-image-'));
  try {
    // Podman leaves layers as they are in a folder anyway.
    const uncompressed = command === 'buildah' ? ['--disable-compression'] : [];
    runSync(command, ['push', '--quiet', ...uncompressed, reference, `dir:${folder}`]);
    const read = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
    const manifest = read('manifest.json') as Manifest;
    return look(folder, manifest, read(manifest.config.digest.replace('sha256:', '')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

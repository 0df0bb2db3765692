import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type BuildOptions, commonOptions } from './build-options.ts';
import { output, runBuild } from './commands.ts';
import { type ImageDescription, readableStep } from './image-description.ts';

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

export function buildWithBuildah(command: Command, options: BuildOptions): void {
  const { reference, sourceDateEpoch, context } = options;
  const args = [
    'build',
    // OCI's format has no place for HEALTHCHECK.
    ...['--format', 'docker', '--layers', '--tag', reference],
    // Without a label that tells the version of buildah.
    ...['--timestamp', String(sourceDateEpoch), '--identity-label=false'],
    // Which docker knows by itself, and not every buildah.
    ...['--build-arg', `BUILDPLATFORM=linux/${process.arch === 'x64' ? 'amd64' : process.arch}`],
    ...[...commonOptions(options), context],
  ];
  runBuild(command, args, options);
  forgetBuilder(command, reference);
}

/**
 * Replaces the image by one whose configuration says nothing of the machine that built it. Docker's format keeps the
 * ids of the container and the image of the step before, and a host name made up for it; nothing reads them, and they
 * alone would make each build another image.
 */
function forgetBuilder(command: Command, reference: string): void {
  withPushed(command, reference, (folder, manifest, configuration) => {
    const { Hostname, Image, ...config } = configuration.config;
    const { architecture, variant, os, created, rootfs, history } = configuration;
    const steps = history.map(({ comment, ...step }) => step);
    const text = JSON.stringify({ architecture, variant, os, created, config, rootfs, history: steps });
    const hash = createHash('sha256').update(text).digest('hex');
    writeFileSync(path.join(folder, hash), text);
    manifest.config = { ...manifest.config, digest: `sha256:${hash}`, size: Buffer.byteLength(text) };
    writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
    const id = output(command, 'pull', '--quiet', `dir:${folder}`);
    output(command, 'tag', id, reference);
  });
}

export function describeWithBuildah(command: Command, reference: string): ImageDescription {
  return withPushed(command, reference, (folder, manifest, { history }) => {
    const steps = history.filter((step) => !step.empty_layer);
    const hash = createHash('sha256').update(readFileSync(path.join(folder, 'manifest.json')));
    return {
      id: manifest.config.digest,
      digest: `sha256:${hash.digest('hex')}`,
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
    output(command, 'push', '--quiet', ...uncompressed, reference, `dir:${folder}`);
    const read = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
    const manifest = read('manifest.json') as Manifest;
    return look(folder, manifest, read(manifest.config.digest.replace('sha256:', '')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

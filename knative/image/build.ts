import { spawnSync } from 'node:child_process';

export const engineNames = ['podman', 'buildah', 'docker'] as const;
export type EngineName = (typeof engineNames)[number];

/** A program that builds images. */
export interface Engine {
  name: EngineName;
  /** Why it does not work here: `missing`, or what is wrong and what helps; undefined when it works. */
  problem(): string | undefined;
  build(options: BuildOptions): void;
  describe(reference: string): ImageDescription;
}

/** What every engine gets for a build. */
export interface BuildOptions extends ImageOptions {
  reference: string;
  buildArguments: Readonly<Record<string, string>>;
  labels: Readonly<Record<string, string>>;
  /** Seconds since 1970: the time of every file in the image, and of the image. */
  sourceDateEpoch: number;
}

export interface ImageOptions {
  /** The folder with the Dockerfile. */
  context: string;
  /** For another machine than this one, as linux/arm64. */
  platform?: string;
  /** False to make each step anew. */
  cache: boolean;
  /** False to show nothing but errors. */
  progress: boolean;
}

/** What every engine says of an image. */
export interface ImageDescription {
  /** Of the configuration; the same in every store. */
  id: string;
  /** Of the manifest with its layers uncompressed; a registry gets them compressed, and has another. */
  digest?: string;
  /** From the bottom up. */
  layers: { createdBy: string; bytes: number }[];
}

/**
 * Runs an engine's build, with the options that all engines have after its own.
 * @throws Error, with the engine's complaints when they were not shown
 */
export function runBuild(engine: string, own: readonly string[], options: BuildOptions): void {
  const { context, platform, cache, progress, buildArguments, labels } = options;
  const args = [
    ...own,
    ...pairs('--build-arg', buildArguments),
    ...pairs('--label', labels),
    ...(platform === undefined ? [] : ['--platform', platform]),
    ...(cache ? [] : ['--no-cache']),
    context,
  ];
  const { status, stderr } = spawnSync(engine, args, {
    encoding: 'utf8',
    stdio: ['ignore', progress ? 'inherit' : 'ignore', progress ? 'inherit' : 'pipe'],
  });
  if (status !== 0) throw new Error(`${engine} could not build the image${stderr ? `:\n${stderr}` : ''}`);
}

function pairs(option: string, values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [option, `${name}=${value}`]);
}

/** A step of an image's history as its Dockerfile has it, without hashes. */
export function readableStep(createdBy: string): string {
  return createdBy
    .replace(/^\/bin\/sh -c (#\(nop\) +)?/, '')
    .replace(/ (dir|file|multi):[0-9a-f]{64} in /, ' ')
    .replace(/ # buildkit$/, '')
    .trim();
}

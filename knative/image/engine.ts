import { succeeds } from '../../tools/process.ts';
import { buildWithBuildah, describeWithBuildah } from './buildah.ts';
import { buildWithDocker, describeWithDocker } from './docker.ts';

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
  /** Of the manifest with its layers uncompressed; a registry gets them compressed, and has another. */
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
    describe: (reference) => describeWithBuildah('podman', reference),
  },
  buildah: {
    name: 'buildah',
    isThere: () => succeeds('buildah', '--version'),
    build: (options) => buildWithBuildah('buildah', options),
    describe: (reference) => describeWithBuildah('buildah', reference),
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

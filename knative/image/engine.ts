import { succeeds } from '../../tools/process.ts';
import type { BuildOptions } from './build-options.ts';
import { buildWithBuildah, describeWithBuildah } from './buildah.ts';
import { buildWithDocker, describeWithDocker } from './docker.ts';
import type { ImageDescription } from './image-description.ts';

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

import { succeeds } from '../../tools/process.ts';
import type { BuildOptions, ImageDescription } from './build.ts';
import { buildWithBuildah, describeWithBuildah } from './buildah.ts';
import { buildWithDocker, describeWithDocker } from './docker.ts';

export const engineNames = ['podman', 'buildah', 'docker'] as const;
export type EngineName = (typeof engineNames)[number];

/** A program that builds images. */
export interface Engine {
  name: EngineName;
  isThere(): boolean;
  build(options: BuildOptions): void;
  describe(reference: string): ImageDescription;
}

const engines: Record<EngineName, Engine> = {
  podman: buildah('podman'),
  buildah: buildah('buildah'),
  docker: {
    name: 'docker',
    // The command alone builds nothing: its daemon has to answer.
    isThere: () => succeeds('docker', 'info'),
    build: buildWithDocker,
    describe: describeWithDocker,
  },
};

/** Podman has the code of buildah in it. */
function buildah(name: 'podman' | 'buildah'): Engine {
  return {
    name,
    isThere: () => succeeds(name, '--version'),
    build: (options) => buildWithBuildah(name, options),
    describe: (reference) => describeWithBuildah(name, reference),
  };
}

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

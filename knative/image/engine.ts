import { type Engine, type EngineName, engineNames } from './build.ts';
import { buildah } from './buildah.ts';
import { docker } from './docker.ts';

const engines: Record<EngineName, Engine> = {
  podman: buildah('podman'),
  buildah: buildah('buildah'),
  docker,
};

/** The engine `wanted`, or the first that works here. @throws Error that says how to get one */
export function findEngine(wanted?: EngineName): Engine {
  const candidates = wanted === undefined ? engineNames : [wanted];
  for (const name of candidates) if (engines[name].isThere()) return engines[name];
  const names = candidates.join(', ').replace(/, (\w+)$/, ' or $1');
  throw new Error(
    `${names} is needed to build an image (Debian: apt-get install podman); of docker the daemon must run, too`,
  );
}

import { type Engine, type EngineName, engineNames } from './build.ts';
import { buildah } from './buildah.ts';
import { docker } from './docker.ts';

const engines: Record<EngineName, Engine> = {
  podman: buildah('podman'),
  buildah: buildah('buildah'),
  docker,
};

/** A Docker that runs is what its user works with, and what kind takes. */
const PREFERENCE: readonly EngineName[] = ['docker', 'podman', 'buildah'];

/** The engine `wanted`, or the first that works here. @throws Error that says what is wrong, or how to get one */
export function findEngine(wanted?: EngineName): Engine {
  const problems: string[] = [];
  for (const name of wanted === undefined ? PREFERENCE : [wanted]) {
    const problem = engines[name].problem();
    if (problem === undefined) return engines[name];
    if (problem !== 'missing') problems.push(problem);
  }
  const names = (wanted === undefined ? engineNames : [wanted]).join(', ').replace(/, (\w+)$/, ' or $1');
  throw new Error(
    problems[0] ??
      `${names} is needed to build an image (Debian: apt-get install podman); of docker the daemon must run, too`,
  );
}

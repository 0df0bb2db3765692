import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Failure } from '../../tools/failure.ts';
import { currentCommit } from '../../tools/git.ts';
import { root } from '../../tools/names.ts';

/** What stages write for each other, and for people: Jenkins keeps all of it. */
export const outFolder = path.join(root, 'ci', 'out');

/** What each stage tells those after it. */
export interface Handovers {
  image: {
    /** Registry, name and tag. */
    reference: string;
    /** Of its configuration, the same in every store. */
    id: string;
    engine: 'podman' | 'buildah' | 'docker';
  };
  push: {
    /** What is deployed: with a digest where there is a registry. */
    image: string;
    digest?: string;
  };
  deploy: { image: string; revision: string };
}

type Name = keyof Handovers;

/** A file for people or programs, with its folder. @returns its path from the root */
export function writeOut(name: string, content: string): string {
  const file = path.join(outFolder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return path.relative(root, file);
}

export function handOver<N extends Name>(stage: N, value: Handovers[N]): void {
  writeOut(`${stage}.json`, `${JSON.stringify({ commit: currentCommit(), ...value }, null, 2)}\n`);
}

/** @throws Failure that says which stage to run, when there is nothing, or it is of another commit */
export function takeOver<N extends Name>(stage: N): Handovers[N] {
  const file = path.join(outFolder, `${stage}.json`);
  const name = path.relative(root, file);
  if (!existsSync(file)) throw new Failure(`${name} is missing: ci/stage ${stage} writes it`);
  const { commit, ...value } = JSON.parse(readFileSync(file, 'utf8')) as Handovers[N] & { commit: string };
  if (commit !== currentCommit()) {
    throw new Failure(
      `${name} is of commit ${commit}, this is ${currentCommit()}: run ci/stage ${stage} again`,
    );
  }
  return value as unknown as Handovers[N];
}

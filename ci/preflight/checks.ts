import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { findEngine } from '../../knative/image/engine.ts';
import { kindVersion } from '../../knative/kind/kind.ts';
import { SERVICE_KIND } from '../../knative/names.ts';
import { Failure, Unreachable } from '../../tools/failure.ts';
import { currentCommit } from '../../tools/git.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { freeBytes, nodeVersion } from '../../tools/machine.ts';
import { root } from '../../tools/names.ts';
import { type Environment, run } from '../../tools/process.ts';
import { DEPLOY_BRANCH } from '../pipeline/pipeline.ts';
import { hasRegistry, type Settings } from '../pipeline/settings.ts';
import { changedFiles, currentBranch } from '../pipeline/working-tree.ts';
import { accountOf, repositoryOf } from '../registry/image-repository.ts';

/** What the rest of the run will do, and so what it needs. */
export interface Plan {
  trains: boolean;
  builds: boolean;
  deploys: boolean;
}

export function planOf({ choices }: Settings, branch: string): Plan {
  const builds = !choices.SKIP_DOCKER;
  return { trains: !choices.SKIP_TRAINING, builds, deploys: builds && branch === DEPLOY_BRANCH };
}

export interface Check {
  name: string;
  /** Without it the check is always needed. */
  onlyIf?: keyof Plan;
  /** @returns what was found @throws Error that says what is wrong, and what helps */
  run(settings: Settings, plan: Plan, env: Environment): Promise<string> | string;
}

const GIGABYTE = 1e9;

/** In order of what they cost to ask. */
export const checks: readonly Check[] = [
  { name: 'commit', run: (_, __, env) => `${currentCommit()} on ${currentBranch(env)}` },
  { name: 'tree', run: (_, plan) => treeState(changedFiles(), plan) },
  { name: 'Node.js', run: () => nodeVersion(process.versions.node) },
  { name: 'disk', run: (_, plan) => diskSpace(freeBytes(root), plan) },
  { name: 'photos', onlyIf: 'trains', run: (_, __, env) => photos(env) },
  { name: 'image builder', onlyIf: 'builds', run: () => findEngine().name },
  { name: 'kubectl', onlyIf: 'deploys', run: kubectlVersion },
  { name: 'kind', onlyIf: 'deploys', run: kind },
  { name: 'registry', onlyIf: 'deploys', run: registry },
  { name: 'cluster', onlyIf: 'deploys', run: cluster },
];

/** A build from a tree that is in no commit could never be made again. */
export function treeState(changed: readonly string[], { deploys }: Plan): string {
  if (changed.length === 0) return 'as committed';
  const some = `${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''}`;
  if (deploys)
    throw new Failure(`differs from the commit: ${some}; commit, or git stash --include-untracked`);
  return `differs from the commit (${some}): the image's tag will say so`;
}

/** What each part writes at most, measured and rounded up. */
export function diskSpace(free: number, { trains, builds }: Plan): string {
  const needed = (2 + (trains ? 6 : 0) + (builds ? 3 : 0)) * GIGABYTE;
  const found = `${(free / GIGABYTE).toFixed(1)} GB free`;
  if (free >= needed) return found;
  throw new Failure(`${found}, ${needed / GIGABYTE} GB are needed`);
}

function photos(env: Environment): string {
  if (existsSync(path.join(root, 'model-build/work/archive.zip')))
    return 'model-build/work/archive.zip is there';
  if (env.KAGGLE_USERNAME && env.KAGGLE_KEY) return 'to be fetched with KAGGLE_USERNAME and KAGGLE_KEY';
  const file = path.join(homedir(), '.kaggle', 'kaggle.json');
  if (existsSync(file)) return `to be fetched with ${file}`;
  throw new Failure(
    'KAGGLE_USERNAME and KAGGLE_KEY are not set, and model-build/work/archive.zip is not there; SKIP_TRAINING does without',
  );
}

async function kubectlVersion(): Promise<string> {
  const said = await run('kubectl', ['version', '--client']);
  return said.split('\n')[0]!;
}

/** Brings the image to the cluster where there is no registry, unless another program does. */
async function kind(settings: Settings): Promise<string> {
  if (hasRegistry(settings)) return 'not needed: a registry has the image';
  if (settings.imageLoader !== undefined) return `not needed: ${settings.imageLoader} brings the image`;
  return (await kindVersion()).trim();
}

async function registry(settings: Settings): Promise<string> {
  if (!hasRegistry(settings)) {
    return `none (${settings.imageRepository}): images are brought into the cluster by ${settings.imageLoader ?? 'npx . kind load'}`;
  }
  const account = accountOf(settings);
  const repository = repositoryOf(settings);
  await repository.checkPush();
  return `${repository.registry} takes images for ${settings.imageRepository}${account ? ` from ${account.user}` : ''}`;
}

async function cluster({ context, installation: { namespace } }: Settings): Promise<string> {
  const kubectl = new Kubectl(context);
  const name = await kubectl.contextName();
  const can = async (verb: string, kind: string) =>
    (await kubectl.run(['auth', 'can-i', verb, kind, '--namespace', namespace]).catch(asNo)).trim() === 'yes';
  await kubectl.run([
    'get',
    SERVICE_KIND,
    '--namespace',
    namespace,
    '--ignore-not-found',
    '--output',
    'name',
  ]);
  for (const verb of ['create', 'patch']) {
    if (!(await can(verb, SERVICE_KIND)))
      throw new Failure(`${name}: you may not ${verb} ${SERVICE_KIND} in ${namespace}`);
  }
  return `${name} has Knative, and you may deploy to ${namespace}`;
}

/** It ends with 1 when the answer is no; that there is a cluster to ask is known by then. */
function asNo(error: unknown): string {
  if (error instanceof Unreachable) throw error;
  return 'no';
}

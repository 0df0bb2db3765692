import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type Environment, runSync } from '../../tools/process.ts';
import { contentHash, inputPaths } from './inputs.ts';

/** Knative asks no registry about images of this one, so that they can be brought to a cluster without any. */
const REPOSITORY = 'dev.local/cats-vs-dogs';
const REVISION_LENGTH = 12;
const CONTENT_LENGTH = 8;

/** What an image is made from, for its name and its labels. */
export interface Identity {
  /** Name and tag; another one for each commit and for each state of a changed tree. */
  reference: string;
  version: string;
  modelVersion: string;
  revision: string;
  /** Where the sources are, when that is known. */
  source?: string;
  /** When the revision was committed, when the tree has nothing else. */
  createdAt?: string;
}

/** SOURCE_REVISION and IMAGE_SOURCE of the environment stand for a repository that is not there. */
export function identify(root: string, env: Environment = process.env): Identity {
  const { version } = readJson(root, 'package.json');
  const { version: modelVersion } = readJson(root, 'function/model/model.json');
  const commit = git(root, 'rev-parse', 'HEAD');
  const revision = env.SOURCE_REVISION || commit || 'unknown';
  const dirty = commit === undefined || git(root, 'status', '--porcelain', '--', ...inputPaths(root)) !== '';
  const suffix = dirty ? `-dirty-${contentHash(root).slice(0, CONTENT_LENGTH)}` : '';
  const source = env.IMAGE_SOURCE || withoutCredentials(git(root, 'remote', 'get-url', 'origin'));
  return {
    reference: `${REPOSITORY}:${version}-${revision.slice(0, REVISION_LENGTH)}${suffix}`,
    version,
    modelVersion,
    revision,
    ...(source && { source }),
    ...(!dirty && { createdAt: new Date(git(root, 'log', '-1', '--format=%cI')!).toISOString() }),
  };
}

function readJson(root: string, name: string): { version: string } {
  return JSON.parse(readFileSync(path.join(root, name), 'utf8'));
}

/** A remote's address may carry a password, and a label is for everybody to read. */
function withoutCredentials(address: string | undefined): string | undefined {
  return address?.replace(/^(https?:\/\/)[^/@]*@/, '$1');
}

/** The output of a git command; undefined where there is no repository, no git, or no answer. */
function git(root: string, ...args: string[]): string | undefined {
  try {
    return runSync('git', args, { cwd: root }).trim();
  } catch {
    return undefined;
  }
}

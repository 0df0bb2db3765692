import { execFileSync } from 'node:child_process';
import { Failure } from '../../knative/lib/failure.ts';
import { root } from '../../knative/lib/names.ts';
import type { Environment } from './settings.ts';

/** @throws Failure with git's complaint */
export function git(...args: string[]): string {
  try {
    const options = { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 };
    return execFileSync('git', args, options as { encoding: 'utf8' }).trimEnd();
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: string };
    throw new Failure(
      code === 'ENOENT' ? 'git is missing' : `git ${args[0]}: ${(stderr ?? '').trim().split('\n').at(-1)}`,
    );
  }
}

export function currentCommit(): string {
  return git('rev-parse', 'HEAD');
}

/** Jenkins checks out a commit without a branch, and says in BRANCH_NAME which one it is of. */
export function currentBranch(env: Environment): string {
  return env.BRANCH_NAME || git('rev-parse', '--abbrev-ref', 'HEAD');
}

/** Files that differ from the commit, but for what the pipeline's own training writes. */
export function changedFiles(): string[] {
  return git('status', '--porcelain')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(3))
    .filter((name) => !WRITTEN_BY_TRAINING.some((written) => name.startsWith(written)));
}

const WRITTEN_BY_TRAINING = ['function/model/', 'model-build/dvc.lock'];

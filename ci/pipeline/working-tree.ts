import { git } from '../../tools/git.ts';
import type { Environment } from '../../tools/process.ts';

/** Jenkins checks out a commit without a branch, and says in BRANCH_NAME which one it is of. */
export function currentBranch(env: Environment): string {
  return env.BRANCH_NAME || git('rev-parse', '--abbrev-ref', 'HEAD');
}

/** Files that differ from the commit, except those that the pipeline's own training writes. */
export function changedFiles(): string[] {
  return git('status', '--porcelain')
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(3))
    .filter((name) => !WRITTEN_BY_TRAINING.some((written) => name.startsWith(written)));
}

const WRITTEN_BY_TRAINING = ['function/model/', 'model-build/dvc.lock'];

import { root } from './names.ts';
import { runSync } from './process.ts';

/** What git prints about this repository. @throws Failure with git's complaint */
export function git(...args: string[]): string {
  return runSync('git', args, { cwd: root }).trimEnd();
}

export function currentCommit(): string {
  return git('rev-parse', 'HEAD');
}

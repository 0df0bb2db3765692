import { execFileSync } from 'node:child_process';
import { Failure } from './failure.ts';
import { root } from './names.ts';

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

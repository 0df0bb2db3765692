import { spawnSync } from 'node:child_process';
import { HOW_TO_GET, type Program } from '../local/programs.ts';

/** Whether a program is in the PATH; says aloud what is not tested when not, and how to get it. */
export function isHere(program: Program): boolean {
  if (spawnSync(program, ['--version']).error === undefined) return true;
  process.stderr.write(
    `\nNOT TESTED: what needs ${program}, which is not in the PATH: ${HOW_TO_GET[program]}\n\n`,
  );
  return false;
}

/** Runs a program. @returns what it said, and whether it was content */
export function tell(program: Program, args: readonly string[]): { ok: boolean; text: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  return { ok: status === 0, text: `${stdout}${stderr}` };
}

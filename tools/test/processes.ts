import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { cliFile, root } from '../names.ts';
import type { Environment } from '../process.ts';

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs what `npx . WORDS` runs, with a PATH of its own. */
export function runCli(
  words: readonly string[],
  { PATH, ...env }: { PATH: string; [name: string]: string },
): Promise<Run> {
  return runProgram(process.execPath, [cliFile, ...words], { env: { PATH, HOME: tmpdir(), ...env } });
}

/** Runs a program in the root of the repository to its end, however it ends, with no other variables than `env`. */
export function runProgram(
  program: string,
  args: readonly string[],
  { env = process.env, cwd = root }: { env?: Environment; cwd?: string } = {},
): Promise<Run> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, env: { ...env } as NodeJS.ProcessEnv }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

interface Says {
  stdout?: string;
  stderr?: string;
  code?: number;
  /** What it ends itself with. */
  signal?: NodeJS.Signals;
  /** Whether it prints its arguments. */
  arguments?: boolean;
  /** Whether it runs until it is stopped. */
  lasts?: boolean;
  /** A file to which it adds its arguments, a line for each call. */
  calls?: string;
}

/** A folder with a program that prints, complains and ends as it is told: the whole PATH of a command under test. */
export function pathWith(
  program: string,
  { stdout = '', stderr = '', code = 0, signal, arguments: shown = false, lasts = false, calls }: Says,
): string {
  const folder = emptyFolder();
  const file = path.join(folder, program);
  const script = [
    `#!${process.execPath}`,
    ...(calls === undefined
      ? []
      : [
          `require('node:fs').appendFileSync(${JSON.stringify(calls)}, process.argv.slice(2).join(' ') + '\\n');`,
        ]),
    `process.stdout.write(${JSON.stringify(stdout)});`,
    `process.stderr.write(${JSON.stringify(stderr)});`,
    ...(shown ? ["console.log(process.argv.slice(2).join(' '));"] : []),
    ...(lasts ? ['setInterval(() => {}, 1000);'] : []),
    ...(signal ? [`process.kill(process.pid, '${signal}');`] : []),
    `process.exitCode = ${code};`,
  ];
  writeFileSync(file, script.join('\n'));
  chmodSync(file, 0o755);
  return folder;
}

export function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-path-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

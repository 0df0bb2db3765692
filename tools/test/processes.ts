import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../names.ts';
import type { Environment } from '../process.ts';

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** The files that the scripts of package.json start with tsx, by the scripts' names. */
export const commandFiles: ReadonlyMap<string, string> = new Map(
  Object.entries(manifest.scripts).flatMap(([name, script]) => {
    const file = /^tsx (knative\/commands\/\S+)$/.exec(script)?.[1];
    return file === undefined ? [] : [[name, file] as const];
  }),
);

/** Runs what `npm run NAME -- ARGS` runs, with a PATH of its own. */
export function runCommandFile(
  name: string,
  args: readonly string[],
  { PATH, ...env }: { PATH: string; [name: string]: string },
): Promise<Run> {
  const file = commandFiles.get(name);
  if (file === undefined) throw new Error(`package.json has no script ${name} of a command`);
  return runTypeScript(file, args, { PATH, HOME: tmpdir(), ...env });
}

/** Runs a file of this repository in its root, with no other variables than these. */
export function runTypeScript(
  file: string,
  args: readonly string[],
  env: Environment = process.env,
): Promise<Run> {
  return runProgram(process.execPath, ['--import', 'tsx', file, ...args], { env });
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
  /** A file to which it adds its arguments, a line for each call. */
  calls?: string;
}

/** A folder with a program that prints, complains and ends as it is told: the whole PATH of a command under test. */
export function pathWith(
  program: string,
  { stdout = '', stderr = '', code = 0, signal, arguments: shown = false, calls }: Says,
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

import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { root } from '../names.ts';

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
  return new Promise((resolve) => {
    const options = { cwd: root, env: { PATH, HOME: tmpdir(), ...env } };
    execFile(process.execPath, ['--import', 'tsx', file, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/**
 * A folder with a program that prints, complains and ends as it is told: the whole PATH of a command under test.
 * @param calls a file to which it adds its arguments, a line for each call
 */
export function pathWith(
  program: string,
  {
    stdout = '',
    stderr = '',
    code = 0,
    calls,
  }: { stdout?: string; stderr?: string; code?: number; calls?: string },
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

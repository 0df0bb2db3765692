import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { cliFile, root } from '../names.ts';

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
  return new Promise((resolve) => {
    const options = { cwd: root, env: { PATH, HOME: tmpdir(), ...env } };
    execFile(process.execPath, [cliFile, ...words], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** A folder with a program that prints, complains and ends as it is told: the whole PATH of a command under test. */
export function pathWith(program: string, { stdout = '', stderr = '', code = 0 }): string {
  const folder = emptyFolder();
  const file = path.join(folder, program);
  const script = [
    `#!${process.execPath}`,
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

import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

/** What a stand-in for kubectl prints, or complains about before it ends with 1. */
export type KubectlAnswer = string | object | { complaint: string };

/** An object as a test looks at it. */
export interface KubectlObject {
  kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: what shape it has, is what is checked
  metadata: { name: string; namespace?: string; [field: string]: any };
  // biome-ignore lint/suspicious/noExplicitAny: the same
  [field: string]: any;
}

/**
 * A PATH with a stand-in for kubectl that records its calls with their input, without --context. It answers a call by
 * the longest key that the call begins with, and prints nothing where none fits. The real kubectl does `kustomize`.
 */
export function kubectlAnswering(answers: Readonly<Record<string, KubectlAnswer>> = {}) {
  const folder = emptyFolder();
  const record = path.join(folder, 'calls.jsonl');
  writeFileSync(record, '');
  const script = `#!${process.execPath}
    const { appendFileSync, readFileSync } = require('node:fs');
    const { execFileSync } = require('node:child_process');
    const words = process.argv.slice(2);
    const context = words[0] === '--context' ? words.splice(0, 2)[1] : undefined;
    const line = words.join(' ');
    const input = line.includes('--filename -') ? readFileSync(0, 'utf8') : '';
    appendFileSync(${JSON.stringify(record)}, JSON.stringify({ line, input, context }) + '\\n');
    const answers = ${JSON.stringify(answers)};
    const keys = Object.keys(answers).filter((key) => line.startsWith(key));
    const answer = answers[keys.sort((a, b) => b.length - a.length)[0]] ?? '';
    if (words[0] === 'kustomize') {
      const env = { ...process.env, PATH: ${JSON.stringify(process.env.PATH)} };
      process.stdout.write(execFileSync('kubectl', words, { env, maxBuffer: 2 ** 26 }));
    } else if (answer.complaint !== undefined) {
      console.error(answer.complaint);
      process.exitCode = 1;
    } else process.stdout.write(typeof answer === 'string' ? answer : JSON.stringify(answer));`;
  writeFileSync(path.join(folder, 'kubectl'), script);
  chmodSync(path.join(folder, 'kubectl'), 0o755);
  const calls = () => {
    const lines = readFileSync(record, 'utf8').split('\n').filter(Boolean);
    return lines.map((text) => JSON.parse(text) as { line: string; input: string; context?: string });
  };
  const isChange = ({ line }: { line: string }) =>
    !/^(get|config|kustomize|rollout status|wait|version)\b/.test(line) && !line.includes('--dry-run=');
  return {
    PATH: folder,
    calls,
    /** The calls that change something in the cluster. */
    changes: () => calls().flatMap((call) => (isChange(call) ? [call.line] : [])),
    /** The objects that were applied or created. */
    written: () =>
      calls()
        .filter((call) => isChange(call) && call.input !== '')
        .flatMap(({ input }): KubectlObject[] => JSON.parse(input).items ?? [JSON.parse(input)]),
  };
}

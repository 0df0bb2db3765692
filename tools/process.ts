import { spawn } from 'node:child_process';
import { Failure } from './failure.ts';

/** How to get a program that is not here. */
const HOW_TO_GET: Readonly<Record<string, string>> = {
  kubectl: 'https://kubernetes.io/docs/tasks/tools tells how to get it',
  kind: 'npx . kind get brings it, and https://kind.sigs.k8s.io tells of other ways',
};

export interface RunOptions {
  /** For its standard input. */
  input?: string;
  env?: Readonly<Record<string, string>>;
}

/** A program ended with an exit code other than 0. */
export class ProgramError extends Error {
  override name = 'ProgramError';
  readonly stderr: string;

  constructor(program: string, code: number | null, stderr: string) {
    super(lastLine(stderr) ?? `${program} ended with ${code}`);
    this.stderr = stderr;
  }
}

/**
 * Runs a program to its end.
 * @returns what it printed
 * @throws ProgramError with its last words, Failure when it is not there
 */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...options.env },
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // One that ends without reading its input is not at fault: its exit code tells.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    child.once('error', (error) => reject(notStarted(program, error)));
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(stdout).toString('utf8'));
      else reject(new ProgramError(program, code, Buffer.concat(stderr).toString('utf8')));
    });
  });
}

/** Runs a program with this process's own input and output. @returns its exit code */
export function attach(
  program: string,
  args: readonly string[],
  { env }: Pick<RunOptions, 'env'> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    // ^C goes to both; what it means the program says.
    const ignore = () => {};
    process.on('SIGINT', ignore);
    child.once('error', (error) => reject(notStarted(program, error)));
    child.once('close', (code, signal) => {
      process.off('SIGINT', ignore);
      resolve(code ?? (signal === 'SIGINT' ? 0 : 1));
    });
  });
}

function notStarted(program: string, error: NodeJS.ErrnoException): Error {
  if (error.code !== 'ENOENT') return error;
  return new Failure(`${program} is missing: ${HOW_TO_GET[program] ?? 'is it in the PATH?'}`);
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}

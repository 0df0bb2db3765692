import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { isatty } from 'node:tty';
import { Failure } from './failure.ts';
import { root } from './names.ts';

// Runs a program to its end, with its output captured (run, runSync) or shown (attach, mustSucceed).

/** How to get a program that is not here. */
const HOW_TO_GET: Readonly<Record<string, string>> = {
  kubectl: 'https://kubernetes.io/docs/tasks/tools tells how to get it',
  docker: 'https://docs.docker.com/get-started/get-docker tells how to get it',
};

export type Environment = Readonly<Record<string, string | undefined>>;

interface Place {
  cwd?: string;
  /** Added to this process's own. */
  env?: Environment;
  /** What helps when the program is missing. */
  howToGet?: string;
}

export interface RunOptions extends Place {
  /** For its standard input. */
  input?: string;
  /** After which it is killed. */
  timeoutMs?: number;
  /** Whether its errors, which are captured, are shown as they come. */
  echo?: boolean;
}

export interface AttachOptions extends Place {
  /** Instead of this process's own, so that a secret stays out. */
  wholeEnvironment?: Environment;
  /** Whether it reads this process's input: for a shell. */
  isInteractive?: boolean;
}

/** A program is not in the PATH: the message says how to get it. */
export class MissingProgram extends Failure {
  override name = 'MissingProgram';
}

/** A program was killed, since it took too long. */
export class TimedOut extends Failure {
  override name = 'TimedOut';
}

/** A program ended with an exit code other than 0. */
export class ProgramError extends Failure {
  override name = 'ProgramError';
  readonly stderr: string;
  /** The last line of its errors. */
  readonly complaint: string;

  constructor(command: readonly string[], code: number | null, stderr: string) {
    const [program = '', verb = ''] = command;
    const complaint = lastLine(stderr) ?? `ended with ${code}`;
    super(`${path.basename(program)} ${verb}: ${complaint}`);
    this.stderr = stderr;
    this.complaint = complaint;
  }
}

/**
 * Runs a program to its end.
 * @returns what it printed
 * @throws ProgramError with its last words, MissingProgram, TimedOut
 */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const { timeoutMs } = options;
    const limit = { ...(timeoutMs !== undefined && { timeout: timeoutMs }), killSignal: 'SIGKILL' } as const;
    const child = spawn(program, args, { ...placeOf(options), ...limit, stdio: 'pipe' });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    if (options.echo === true) child.stderr.pipe(process.stderr, { end: false });
    // One that ends without reading its input is not at fault: its exit code tells.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    child.once('error', (error) => reject(notStarted(program, error, options.howToGet)));
    child.once('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(stdout).toString('utf8'));
      else if (timeoutMs !== undefined && signal === limit.killSignal) {
        reject(new TimedOut(`${path.basename(program)} did not end within ${timeoutMs / 1000} s`));
      } else reject(new ProgramError([program, ...args], code, Buffer.concat(stderr).toString('utf8')));
    });
  });
}

/** As `run`, without input, while this process waits. */
export function runSync(program: string, args: readonly string[], place: Place = {}): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    ...placeOf(place),
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (error !== undefined) throw notStarted(program, error, place.howToGet);
  if (status !== 0) throw new ProgramError([program, ...args], status, stderr);
  return stdout;
}

/** Whether a program is there and ends with 0; its output is not shown. */
export function succeeds(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/**
 * Runs a program with this process's own output, and ends it with this process. It runs in the root of the repository
 * unless `cwd` says otherwise.
 * @returns its exit code; 128 and the signal's number when a signal ended it, as a shell has it
 * @throws MissingProgram
 */
export function attach(
  program: string,
  args: readonly string[],
  { wholeEnvironment, isInteractive = false, ...place }: AttachOptions = {},
): Promise<number> {
  let child: ChildProcess | undefined;
  // Before the program starts: a signal between the two would end this process alone.
  const stopForwarding = onSignals((signal) => void child?.kill(signal));
  return new Promise<number>((resolve, reject) => {
    child = spawn(program, args, {
      ...placeOf({ cwd: root, ...place }),
      ...(wholeEnvironment !== undefined && { env: { ...wholeEnvironment } as NodeJS.ProcessEnv }),
      stdio: [isInteractive ? 'inherit' : 'ignore', 'inherit', 'inherit'],
    });
    child.once('error', (error) => reject(notStarted(program, error, place.howToGet)));
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
  }).finally(stopForwarding);
}

/** As `attach`. @throws Failure when it does not end with 0; its own output has said why */
export async function mustSucceed(
  program: string,
  args: readonly string[],
  options: AttachOptions = {},
): Promise<void> {
  const code = await attach(program, args, options);
  if (code !== 0) throw new Failure(`${[program, ...args].join(' ')} ended with ${code}`);
}

function placeOf({ cwd, env }: Place): { cwd?: string; env: NodeJS.ProcessEnv } {
  return { ...(cwd !== undefined && { cwd }), env: { ...process.env, ...env } };
}

/** Catches what stops this process, except ^C: a terminal sends it to both, and a second one would end some at once. */
function onSignals(forward: (signal: NodeJS.Signals) => void): () => void {
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const handler = () => {
      if (signal !== 'SIGINT' || !isatty(0)) forward(signal);
    };
    process.on(signal, handler);
    return [signal, handler] as const;
  });
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/** The error of a program that did not start: how to get it when it is missing. */
export function notStarted(
  program: string,
  error: NodeJS.ErrnoException,
  howToGet = HOW_TO_GET[program],
): Error {
  if (error.code !== 'ENOENT') return error;
  return new MissingProgram(`${program} is missing: ${howToGet ?? 'is it in the PATH?'}`);
}

export function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1) || undefined;
}

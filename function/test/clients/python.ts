import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const python = path.join(import.meta.dirname, 'python');
const environment = path.join(import.meta.dirname, '../../../tools/python-environment');
/** What ./python ends with where it cannot be had. */
const UNAVAILABLE = 69;

/**
 * Whether the clients are installed, or could be.
 * @throws Error with pip's words when it failed with an index at hand, and always in CI
 */
export async function installClients(): Promise<boolean> {
  try {
    await promisify(execFile)(python, ['--version']);
    return true;
  } catch (thrown) {
    const { code, stderr } = thrown as { code: number; stderr: string };
    if (code !== UNAVAILABLE || process.env.CI) throw thrown;
    console.warn(`SKIPPED, for the clients cannot be installed here:\n${stderr}`);
    return false;
  }
}

/** Runs a script beside this file with version 2 of cloudevents; the client of KServe needs version 1. */
export async function runCloudEventsSteps<Outcome>(script: string, ...args: string[]): Promise<Outcome> {
  const lock = path.join(import.meta.dirname, 'requirements-cloudevents.lock');
  const { stdout } = await runPython('cloudevents', lock, [path.join(import.meta.dirname, script), ...args]);
  return JSON.parse(stdout) as Outcome;
}

/**
 * Runs Python with the packages of a lock file, which the first call installs.
 * @throws Error with its output, when it ends with another code than 0
 */
export function runPython(
  name: string,
  lock: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(environment, [name, lock, '--', ...args], { env: { ...process.env, ...env } });
}

/** Runs one of the scripts beside this file, and reads the JSON that it prints. */
export async function runSteps<Outcome>(script: string, ...args: string[]): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(python, [path.join(import.meta.dirname, script), ...args]);
  return JSON.parse(stdout) as Outcome;
}

/** Runs a program from the root of the repository, with the Python client at hand, and returns what it prints. */
export async function runProgram(program: string): Promise<string> {
  const cwd = path.join(import.meta.dirname, '../../..');
  const env = {
    ...process.env,
    PYTHONPATH: path.join(cwd, 'clients/python/src'),
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const { stdout } = await promisify(execFile)(python, ['-c', program], { cwd, env });
  return stdout;
}

/** Runs a module of Python with its output to `write`; resolves with its exit code. */
export async function runModule(
  name: string,
  args: readonly string[],
  env: Record<string, string>,
  write: (text: string) => void,
): Promise<number> {
  // A folder of its own, for what it would remember of this run in the next one.
  const cwd = await mkdtemp(path.join(tmpdir(), `${name}-`));
  try {
    const child = spawn(python, ['-m', name, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => write(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => write(chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return code ?? 1;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}

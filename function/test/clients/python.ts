import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const python = path.join(import.meta.dirname, 'python');
/** What ./python ends with where it cannot be had. */
const UNAVAILABLE = 69;

/** Whether the clients are installed, or could be. @throws Error with pip's words when it failed with an index at hand */
export async function installClients(): Promise<boolean> {
  try {
    await promisify(execFile)(python, ['--version']);
    return true;
  } catch (thrown) {
    const { code, stderr } = thrown as { code: number; stderr: string };
    if (code !== UNAVAILABLE) throw thrown;
    console.warn(`SKIPPED, for the clients cannot be installed here:\n${stderr}`);
    return false;
  }
}

/** Runs one of the scripts beside this file, and reads the JSON that it prints. */
export async function runSteps<Outcome>(script: string, ...args: string[]): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(python, [path.join(import.meta.dirname, script), ...args]);
  return JSON.parse(stdout) as Outcome;
}

/** Runs a program from the root of the repository, and returns what it prints. */
export async function runProgram(program: string): Promise<string> {
  const cwd = path.join(import.meta.dirname, '../../..');
  const { stdout } = await promisify(execFile)(python, ['-c', program], { cwd });
  return stdout;
}

/** Runs a module of Python with its output to `write`; resolves with its exit code. */
export function runModule(
  name: string,
  args: readonly string[],
  write: (text: string) => void,
): Promise<number> {
  const child = spawn(python, ['-m', name, ...args], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.on('data', (chunk: Buffer) => write(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => write(chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

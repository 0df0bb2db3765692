import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../tools/free-port.ts';
import { waitUntil } from '../../tools/wait-until.ts';

export const REPOSITORY_ROOT = fileURLToPath(new URL('../../', import.meta.url));

const READY_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 10_000;
const POLL_INTERVAL_MS = 10;

export type Environment = Record<string, string>;

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface BuiltServer {
  pid: number;
  port: number;
  url: string;
  /** Resolves when the process has ended and its output is complete. */
  exit: Promise<Exit>;
  /** Everything written so far to standard output and standard error. */
  output(): string;
  /** Peak resident set in bytes since the start. */
  peakRssBytes(): number;
  /** The kernel kills it when it needs more memory than the container's limit. */
  memoryIsLimited: boolean;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, then SIGKILL for a server that does not end by itself. */
  stop(): Promise<Exit>;
}

/** A server that was started somehow, and how to reach its process. */
export interface Launched {
  /** Its output and its exit are the server's. */
  child: ChildProcess;
  /** Of the server itself, on this machine. */
  pid(): number;
  signal(name: NodeJS.Signals): void;
  /** The kernel kills it when it needs more memory than the container's limit. */
  memoryIsLimited: boolean;
}

export type Launch = (port: number, env: Environment, cwd: string) => Launched;

let launch: Launch = launchProcess;

/** Lets every server of this test file be started in another way, as in a container. */
export function launchWith(other: Launch): void {
  launch = other;
}

const running = new Set<Launched>();
process.on('exit', () => {
  for (const launched of running) launched.signal('SIGKILL');
});

/** What package.json says of the start. */
export function readManifest(): { scripts: { start: string } } {
  return JSON.parse(readFileSync(`${REPOSITORY_ROOT}package.json`, 'utf8')) as { scripts: { start: string } };
}

/** The command of `scripts.start`, which builders and the container run: plain node, so that signals reach it. */
function startCommand(): [string, ...string[]] {
  const { start } = readManifest().scripts;
  const [command, ...args] = start.split(' ');
  if (command !== 'node') throw new Error(`scripts.start must be a plain node command, found: ${start}`);
  return [process.execPath, ...args];
}

/** The built function as a process of this machine. */
function launchProcess(
  port: number,
  env: Environment,
  cwd: string,
  prefix: readonly string[] = [],
): Launched {
  const [command = '', ...args] = [...prefix, ...startCommand()];
  // Only what a bare machine has: a variable of the developer's shell must not decide a test.
  const inherited = Object.fromEntries(
    ['PATH', 'HOME', 'MODEL_PATH'].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const child = spawn(command, args, {
    cwd,
    env: { ...inherited, ...imageEnvironment(), PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} could not be started`);
  return { child, pid: () => pid, signal: (name) => child.kill(name), memoryIsLimited: false };
}

/** What the image sets (ENV in the Dockerfile): how glibc gives memory back decides what a test of memory sees. */
function imageEnvironment(): Environment {
  const dockerfile = readFileSync(`${REPOSITORY_ROOT}Dockerfile`, 'utf8');
  const [, lines = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(dockerfile) ?? [];
  return Object.fromEntries(lines.split(/[\s\\]+/).map((pair) => pair.split('=') as [string, string]));
}

/** As a process behind a command line that puts it where its memory is limited. */
export const launchBehind =
  (prefix: readonly string[]): Launch =>
  (port, env, cwd) => ({ ...launchProcess(port, env, cwd, prefix), memoryIsLimited: true });

/** Starts the built function and returns at once: it may not listen yet, or never. */
export function spawnServer(port: number, env: Environment = {}, cwd = REPOSITORY_ROOT): BuiltServer {
  return serverOf(launch(port, env, cwd), port);
}

/** A server that was launched: its output is kept, and it ends with this process at the latest. */
export function serverOf(launched: Launched, port: number): BuiltServer {
  const { child, signal, memoryIsLimited } = launched;
  running.add(launched);
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const exit = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(launched);
      resolve({ code, signal });
    });
  });
  const stop = async (): Promise<Exit> => {
    signal('SIGTERM');
    const killer = setTimeout(() => signal('SIGKILL'), STOP_TIMEOUT_MS);
    try {
      return await exit;
    } finally {
      clearTimeout(killer);
    }
  };
  return {
    get pid() {
      return launched.pid();
    },
    port,
    url: `http://127.0.0.1:${port}`,
    exit,
    output: () => Buffer.concat(chunks).toString('utf8'),
    peakRssBytes: () => peakRssBytes(launched.pid()),
    memoryIsLimited,
    signal,
    stop,
  };
}

/**
 * Starts the built function and waits until it answers `/ready` with 200.
 * @throws Error with the process's output when it ends first or takes more than 15 s.
 */
export async function startServer(env: Environment = {}, cwd?: string): Promise<BuiltServer> {
  const server = spawnServer(await freePort(), env, cwd);
  const ready = await untilAnswered(server, () => isReady(server.url), {
    timeoutMs: READY_TIMEOUT_MS,
    intervalMs: POLL_INTERVAL_MS,
  });
  if (ready) return server;
  await server.stop();
  throw new Error(`the server was not ready in ${READY_TIMEOUT_MS} ms:\n${server.output()}`);
}

/**
 * Asks a server that was spawned until it answers.
 * @returns false when it does not within `timeoutMs`
 * @throws Error with the process's output when it ends first
 */
export async function untilAnswered(
  server: BuiltServer,
  isAnswered: () => Promise<boolean>,
  times: { timeoutMs: number; intervalMs: number },
): Promise<boolean> {
  let hasEnded = false;
  const markEnded = (): void => {
    hasEnded = true;
  };
  server.exit.then(markEnded, markEnded);
  const ask = () => {
    if (hasEnded) throw new Error(`the server ended before it was ready:\n${server.output()}`);
    return isAnswered();
  };
  return (await waitUntil(ask, times)) === true;
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/ready`, { headers: { connection: 'close' } });
    await answer.arrayBuffer();
    return answer.status === 200;
  } catch {
    // Refused while nothing listens yet: the caller asks again until its deadline.
    return false;
  }
}

/** Linux keeps a high-water mark; elsewhere there is none to read and 0 is returned. */
function peakRssBytes(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const mark = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (!mark) throw new Error(`process ${pid} has no high-water mark: it has ended`);
  return Number(mark[1]) * 1024;
}

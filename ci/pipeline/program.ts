import { type ChildProcess, spawn } from 'node:child_process';
import { Failure } from '../../tools/failure.ts';
import { root } from '../../tools/names.ts';
import type { Environment } from './settings.ts';

export interface Options {
  /** Instead of this process's own. */
  env?: Environment;
  cwd?: string;
}

/** Runs a program with this process's own output, and ends it with this process. @returns its exit code */
export function execute(program: string, args: readonly string[], options: Options = {}): Promise<number> {
  const child = spawn(program, args, {
    cwd: options.cwd ?? root,
    env: { ...(options.env ?? process.env) } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const forward = forwardSignals(child);
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      forward.stop();
      reject(error.code === 'ENOENT' ? new Failure(`${program} is missing: is it in the PATH?`) : error);
    });
    child.once('close', (code) => {
      forward.stop();
      resolve(code ?? 1);
    });
  });
}

/** @throws Failure when it does not end with 0; its own output has said why */
export async function mustSucceed(
  program: string,
  args: readonly string[],
  options: Options = {},
): Promise<void> {
  const code = await execute(program, args, options);
  if (code !== 0) throw new Failure(`${[program, ...args].join(' ')} ended with ${code}`);
}

/** Whoever stops a pipeline stops what it started. */
function forwardSignals(child: ChildProcess): { stop(): void } {
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const handler = () => void child.kill(signal);
    process.on(signal, handler);
    return [signal, handler] as const;
  });
  return {
    stop() {
      for (const [signal, handler] of handlers) process.off(signal, handler);
    },
  };
}

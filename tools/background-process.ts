import { spawn } from 'node:child_process';
import { Failure } from './failure.ts';
import { lastLine, notStarted } from './process.ts';
import { waitUntil } from './wait-until.ts';

export interface Running<Ready = unknown> {
  /** What `isReady` found. */
  ready: Ready;
  /** Resolves with its exit code. */
  ended: Promise<number | null>;
  /** Ends it, and resolves when it has ended. */
  stop(): Promise<void>;
}

export interface StartOptions<Ready> {
  /** Called with the output so far until it returns something other than undefined or false. */
  isReady(output: string): Ready | undefined | false | Promise<Ready | undefined | false>;
  timeoutMs: number;
  /** What helps when the program is missing. */
  howToGet?: string;
}

/** Starts a program beside this process and waits until it is ready. @throws Failure with its last words if it fails */
export async function start<Ready>(
  program: string,
  args: readonly string[],
  { isReady, timeoutMs, howToGet }: StartOptions<Ready>,
): Promise<Running<Ready>> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let failure: Error | undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = `${output}${chunk}`.slice(-5000);
    });
  }
  child.once('error', (error) => {
    failure = notStarted(program, error, howToGet);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  void ended.then((code) => {
    failure ??= new Failure(`${program} ended with ${code}: ${lastLine(output) ?? 'it said nothing'}`);
  });
  const stop = async () => {
    child.kill();
    await ended;
  };
  try {
    const ready = await waitUntil(
      () => {
        if (failure !== undefined) throw failure;
        return isReady(output);
      },
      { timeoutMs, intervalMs: 50 },
    );
    if (ready === undefined) throw new Failure(`${program} is not ready within ${timeoutMs / 1000} s`);
    return { ready, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface PipelineRun {
  code: number | null;
  output: string;
  seconds: number;
  /** The stage that failed, by the summary. */
  failedAt: string | undefined;
}

export interface PipelineOptions {
  folder: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** All of it is killed, without a chance to clean up, when this is in its output. */
  killAt?: RegExp;
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Runs `npx . ci run` in a checkout and shows its output. */
export async function runPipeline({ folder, args, env, killAt }: PipelineOptions): Promise<PipelineRun> {
  const startedAt = performance.now();
  const child = spawn('npm', ['run', '--silent', 'ci', '--', ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let output = '';
  const take = (chunk: Buffer) => {
    output += chunk.toString('utf8');
    process.stdout.write(chunk);
    if (killAt?.test(output)) killGroup(child.pid!);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  // It is in a group of its own, which no signal to this one reaches.
  const stop = () => killGroup(child.pid!);
  for (const signal of SIGNALS) process.once(signal, stop);
  const [code] = (await once(child, 'close')) as [number | null];
  for (const signal of SIGNALS) process.off(signal, stop);
  const seconds = (performance.now() - startedAt) / 1000;
  return { code, output, seconds, failedAt: /^(\w+) +FAILED /m.exec(output)?.[1] };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is dead already.
  }
}

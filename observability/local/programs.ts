import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../tools/failure.ts';
import versions from '../versions.json' with { type: 'json' };

/** How each program is had where it is not in the PATH: from its own project, in the version of the manifests. */
export const HOW_TO_GET = {
  prometheus: `go install github.com/prometheus/prometheus/cmd/prometheus@${versions.prometheusModule}`,
  promtool: `go install github.com/prometheus/prometheus/cmd/promtool@${versions.prometheusModule}`,
  alertmanager: `go install github.com/prometheus/alertmanager/cmd/alertmanager@v${versions.alertmanager}`,
  amtool: `go install github.com/prometheus/alertmanager/cmd/amtool@v${versions.alertmanager}`,
} as const;

export type Program = keyof typeof HOW_TO_GET;

export interface Running {
  /** Resolves with its exit code. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

const READY_MS = 60_000;
const POLL_MS = 100;

/**
 * Starts Prometheus or Alertmanager from the PATH, and waits until it is ready.
 * @throws Failure with its last words when it ends before, or is not there
 */
export async function start(program: Program, args: readonly string[], url: URL): Promise<Running> {
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  child.stderr!.on('data', (chunk) => {
    words = `${words}${chunk}`.slice(-5000);
  });
  let failure: Failure | undefined;
  child.once('error', () => {
    failure = new Failure(`${program} is missing: ${HOW_TO_GET[program]}`);
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  void ended.then((code) => {
    failure ??= new Failure(`${program} ended with ${code}: ${words.trim().split('\n').at(-1)}`);
  });
  for (const endsAt = Date.now() + READY_MS; ; await pause(POLL_MS)) {
    if (failure !== undefined) throw failure;
    const answer = await fetch(new URL('-/ready', url)).catch(() => undefined);
    if (answer?.ok) break;
    if (Date.now() > endsAt) failure = new Failure(`${program} is not ready within ${READY_MS / 1000} s`);
  }
  return {
    ended,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

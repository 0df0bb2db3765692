import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { EVENT_SOURCE, eventHeaders } from '../http/event-headers.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Verdict } from './verdict.ts';

export const VERDICT_TYPE = 'cats-vs-dogs.verdict';

export type VerdictSink = ReturnType<typeof createVerdictSink>;

type Waiting = { verdict: Verdict; time: string };
type SinkParts = {
  url: string;
  logger: Logger;
  onDropped: (verdicts: number) => void;
  /** The first wait after a failure in milliseconds; each further one is twice as long. */
  firstWaitMs?: number;
  /** How long the end of the process may wait, in milliseconds. */
  closeTimeoutMs?: number;
};

/** About 2 MB. */
const MAX_QUEUED = 4096;
const MAX_TRIES = 8;
const LONGEST_WAIT_MS = 30_000;
const SEND_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 5000;
const CLOSING_WAIT_MS = 100;
const COMPLAINT_INTERVAL_MS = 60_000;
/** Statuses of 4xx that may pass, as the specification of Knative Eventing has them. */
const PASSING = new Set([404, 408, 409, 425, 429]);

/** Sends verdicts as CloudEvents in binary mode, one after another. What the sink does not take is dropped and counted. */
export function createVerdictSink(parts: SinkParts) {
  const { url, logger, onDropped, firstWaitMs = 500, closeTimeoutMs = CLOSE_TIMEOUT_MS } = parts;
  const queue: Waiting[] = [];
  const closing = new AbortController();
  const deadline = new AbortController();
  let working: Promise<void> | undefined;
  let complainedAtMs = Number.NEGATIVE_INFINITY;

  function drop(verdicts: number, cause: unknown): void {
    if (verdicts === 0) return;
    onDropped(verdicts);
    if (performance.now() - complainedAtMs < COMPLAINT_INTERVAL_MS) return;
    complainedAtMs = performance.now();
    logger.warn({ cause: String(cause) }, 'verdicts were not taken by their sink');
  }

  async function post({ verdict, time }: Waiting): Promise<void> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headersOf(verdict, time) },
      body: JSON.stringify(verdict),
      redirect: 'error',
      signal: AbortSignal.any([AbortSignal.timeout(SEND_TIMEOUT_MS), deadline.signal]),
    });
    await response.body?.cancel();
    if (!response.ok) throw new SinkRefusal(response.status);
  }

  /** @throws what the last try threw */
  async function sendOne(waiting: Waiting): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await post(waiting);
      } catch (error) {
        const isOver = tries >= MAX_TRIES || deadline.signal.aborted;
        if (isOver || (error instanceof SinkRefusal && !error.mayPass)) throw error;
      }
      // At the end of the process there is no time for a long wait.
      const isClosing = closing.signal.aborted;
      const longWaitMs = Math.min(firstWaitMs * 2 ** (tries - 1), LONGEST_WAIT_MS) * (0.5 + Math.random());
      const waitMs = isClosing ? CLOSING_WAIT_MS : longWaitMs;
      const { signal } = isClosing ? deadline : closing;
      await pause(waitMs, undefined, { signal }).catch(() => {});
    }
  }

  async function work(): Promise<void> {
    for (let next = queue[0]; next !== undefined && !deadline.signal.aborted; next = queue[0]) {
      // What fetch throws says only that it failed; why, its cause.
      await sendOne(next).catch((error: Error) => drop(1, error.cause ?? error));
      queue.shift();
    }
    working = undefined;
  }

  return {
    /** Queues a verdict; never waits. */
    send(verdict: Verdict): void {
      if (queue.length >= MAX_QUEUED || closing.signal.aborted) {
        drop(1, 'more verdicts than the sink takes');
        return;
      }
      queue.push({ verdict, time: new Date().toISOString() });
      working ??= work();
    },

    /** Sends what is left, within the time that the end of the process has. */
    async close(): Promise<void> {
      closing.abort();
      const timer = setTimeout(() => deadline.abort(), closeTimeoutMs);
      await working;
      clearTimeout(timer);
      drop(queue.length, 'the process ended');
      queue.length = 0;
    },
  };
}

class SinkRefusal extends Error {
  readonly mayPass: boolean;

  constructor(status: number) {
    super(`status ${status}`);
    this.mayPass = status >= 500 || PASSING.has(status);
  }
}

/** The same verdict of a photo has the same id from every process, so that a receiver of both can drop one. */
function headersOf({ photo_sha256, model, verdict }: Verdict, time: string): Record<string, string> {
  const identity = JSON.stringify([photo_sha256, model, verdict]);
  return eventHeaders({
    specversion: '1.0',
    id: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    source: EVENT_SOURCE,
    type: VERDICT_TYPE,
    time,
    subject: photo_sha256,
  });
}

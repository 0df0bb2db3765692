import { setTimeout as sleep } from 'node:timers/promises';
import pRetry from 'p-retry';
import { ClassifierError } from '../classifier.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

const isPassing = (error: Error) => error instanceof ClassifierError && error.passing;

/**
 * Asks again while the reason for no answer may pass: after a wait that doubles, with chance in it so that many who wait
 * do not come back at once, and never sooner than was asked for.
 * @throws what `ask` threw last; AbortError when `signal` aborts a wait
 */
export function patiently<T>(ask: () => Promise<T>, retries: number, signal: AbortSignal): Promise<T> {
  return pRetry(ask, {
    retries,
    minTimeout: FIRST_WAIT_MS,
    maxTimeout: LONGEST_WAIT_MS,
    factor: 2,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => isPassing(error),
    async onFailedAttempt({ error, retriesLeft }) {
      const waitMs =
        isPassing(error) && retriesLeft > 0 ? (error as ClassifierError).retryAfterMs : undefined;
      if (waitMs !== undefined) await sleep(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal });
    },
  });
}

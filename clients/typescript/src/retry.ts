import { retryAfterSecondsOf } from './problem.ts';

export type Fetch = (request: Request) => Promise<Response>;

export type RetryOptions = {
  /** How often a request is sent again. Default: 4. */
  retries?: number;
  /** The longest `Retry-After` for which the client waits, in seconds; a longer one ends the attempts. Default: 60. */
  maxWaitSeconds?: number;
};

/** What says nothing about the request: the function is busy, restarts or limits its clients. */
const RETRIED_STATUSES = [429, 502, 503, 504];
const FIRST_WAIT_SECONDS = 0.5;

/**
 * A fetch that repeats requests after 429, 502, 503, 504 and broken connections. The wait doubles, has jitter, and is
 * never shorter than `Retry-After`. An AbortSignal ends it at once.
 */
export function retryingFetch(fetch: Fetch, { retries = 4, maxWaitSeconds = 60 }: RetryOptions = {}): Fetch {
  return async (request) => {
    for (let attempt = 0; ; attempt += 1) {
      const isLast = attempt >= retries;
      const backoffSeconds = FIRST_WAIT_SECONDS * 2 ** attempt * (0.5 + Math.random() / 2);
      let askedSeconds = 0;
      try {
        const response = await fetch(isLast ? request : request.clone());
        if (isLast || !RETRIED_STATUSES.includes(response.status)) return response;
        askedSeconds = retryAfterSecondsOf(response) ?? 0;
        if (askedSeconds > maxWaitSeconds) return response;
        // Frees the connection.
        await response.body?.cancel();
      } catch (error) {
        request.signal.throwIfAborted();
        // fetch reports a broken connection as a TypeError.
        if (isLast || !(error instanceof TypeError)) throw error;
      }
      // Added, so that clients that were refused together do not come back together.
      await wait(askedSeconds + Math.min(backoffSeconds, maxWaitSeconds), request.signal);
    }
  };
}

/** @throws the reason of the signal, when it ends the wait */
function wait(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = () => end(() => reject(signal.reason));
    const timer = setTimeout(() => end(resolve), seconds * 1000);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
}

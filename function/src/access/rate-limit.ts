import type { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import { RequestError } from '../errors.ts';

type Headers = Record<string, string>;

/** Limits how many photos each key may have judged in a window of time, counted by this process alone. */
export function createRateLimit(photos: number, windowSeconds: number) {
  const limiter = new RateLimiterMemory({ points: photos, duration: windowSeconds });

  /** By the names of draft-ietf-httpapi-ratelimit-headers-10. */
  const headersOf = (left: RateLimiterRes): Headers => ({
    'ratelimit-policy': `"photos";q=${photos};w=${windowSeconds}`,
    ratelimit: `"photos";r=${left.remainingPoints};t=${secondsOf(left)}`,
  });

  /**
   * Counts one photo of a key.
   * @returns the headers that tell how many are left; @throws RequestError rate_limited, with them too
   */
  return async (key: string): Promise<Headers> => {
    try {
      return headersOf(await limiter.consume(key));
    } catch (rejection) {
      if (rejection instanceof Error) throw rejection;
      const left = rejection as RateLimiterRes;
      const detail = `A key may have ${photos} photos judged in ${windowSeconds} s.`;
      const headers = { ...headersOf(left), 'retry-after': String(secondsOf(left)) };
      throw new RequestError('rate_limited', detail, { headers });
    }
  };
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes) => Math.max(1, Math.ceil(msBeforeNext / 1000));

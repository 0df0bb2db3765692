import type { RateLimiterRes } from 'rate-limiter-flexible';
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js';
import { RequestError } from '../errors.ts';

export type Headers = Record<string, string>;

/** How many photos each key may have judged in a window of time, counted by this process alone. */
export class RateLimit {
  readonly #limiter: RateLimiterMemory;
  readonly #photos: number;
  readonly #windowSeconds: number;

  constructor(photos: number, windowSeconds: number) {
    this.#photos = photos;
    this.#windowSeconds = windowSeconds;
    this.#limiter = new RateLimiterMemory({ points: photos, duration: windowSeconds });
  }

  /**
   * Counts one photo of a key.
   * @returns the headers that tell how many are left; @throws RequestError rate_limited, with them too
   */
  async charge(key: string): Promise<Headers> {
    try {
      return this.#headers(await this.#limiter.consume(key));
    } catch (rejection) {
      if (rejection instanceof Error) throw rejection;
      const left = rejection as RateLimiterRes;
      const detail = `A key may have ${this.#photos} photos judged in ${this.#windowSeconds} s.`;
      throw new RequestError('rate_limited', detail, {
        headers: { ...this.#headers(left), 'retry-after': String(secondsOf(left)) },
      });
    }
  }

  /** By the names of draft-ietf-httpapi-ratelimit-headers-10. */
  #headers(left: RateLimiterRes): Headers {
    return {
      'ratelimit-policy': `"photos";q=${this.#photos};w=${this.#windowSeconds}`,
      ratelimit: `"photos";r=${left.remainingPoints};t=${secondsOf(left)}`,
    };
  }
}

const secondsOf = ({ msBeforeNext }: RateLimiterRes) => Math.max(1, Math.ceil(msBeforeNext / 1000));

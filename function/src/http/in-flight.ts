import { overloaded } from '../errors.ts';

/** Counts the requests that are in the process at once, and refuses more than `maxRequests`. */
export class InFlightLimit {
  readonly #maxRequests: number;
  #requests = 0;

  constructor(maxRequests: number) {
    this.#maxRequests = maxRequests;
  }

  get requests(): number {
    return this.#requests;
  }

  /** @returns a function to call once when the request is over; @throws RequestError overloaded */
  enter(): () => void {
    if (this.#requests >= this.#maxRequests) throw overloaded();
    this.#requests += 1;
    return () => {
      this.#requests -= 1;
    };
  }
}

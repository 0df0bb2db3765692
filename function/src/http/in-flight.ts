import { overloaded } from '../errors.ts';

export type InFlightLimit = ReturnType<typeof createInFlightLimit>;

/** Counts the requests that are in the process at once, and refuses more than `maxRequests`. */
export function createInFlightLimit(maxRequests: number) {
  let requests = 0;
  return {
    requests: () => requests,
    /** @returns a function to call once when the request is over; @throws RequestError overloaded */
    enter(): () => void {
      if (requests >= maxRequests) throw overloaded();
      requests += 1;
      return () => {
        requests -= 1;
      };
    },
  };
}

import { overloaded } from '../errors.ts';

export type InFlightLimit = ReturnType<typeof createInFlightLimit>;

/** Counts the requests that are in the process at once, and refuses more than `maxRequests`, for `reason`. */
export function createInFlightLimit(maxRequests: number, reason?: string) {
  let requests = 0;
  return {
    requests: () => requests,
    /** @returns a function to call once when the request is over; @throws RequestError overloaded */
    enter(): () => void {
      if (requests >= maxRequests) throw overloaded(reason);
      requests += 1;
      return () => {
        requests -= 1;
      };
    },
  };
}

import type { components } from './schema.generated.ts';

export type Problem = components['schemas']['Problem'];

/** The function answered with an error. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  /** The HTTP status. */
  readonly status: number;
  /** The body; undefined if a proxy answered instead of the function. */
  readonly problem: Problem | undefined;
  /** The time to wait before the same request, in seconds. */
  readonly retryAfterSeconds: number | undefined;

  constructor(response: Response, body: unknown) {
    const problem =
      typeof body === 'object' && body !== null && 'code' in body ? (body as Problem) : undefined;
    super(problem?.detail ?? `The response has the status ${response.status}.`);
    this.status = response.status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSecondsOf(response);
  }

  /** Stable, for programs. */
  get code(): Problem['code'] | undefined {
    return this.problem?.code;
  }
}

/** What `Retry-After` says, as seconds from now; it may be a date. */
export function retryAfterSecondsOf({ headers }: Response): number | undefined {
  const text = headers.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

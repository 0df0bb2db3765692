import type { IncomingMessage } from 'node:http';
import type { Route } from '../app.ts';
import { RequestError } from '../errors.ts';

export function bodyTooLarge(maxBytes: number): RequestError {
  return new RequestError('body_too_large', `The request body may have at most ${maxBytes} bytes.`);
}

export function overloaded(): RequestError {
  return new RequestError(
    'overloaded',
    'Too many photos are being judged right now. Please try again soon.',
    {
      headers: { 'retry-after': '1' },
    },
  );
}

/** The length that the headers declare, undefined for a chunked body, 0 for none. */
export function declaredBytes(request: IncomingMessage): number | undefined {
  if (request.headers['transfer-encoding'] !== undefined) return undefined;
  return Number(request.headers['content-length'] ?? 0);
}

/**
 * Refuses by its headers a request whose body should not even be sent.
 * @throws RequestError body_unexpected, content_encoding_unsupported, content_type_unsupported, body_too_large
 */
export function checkHeaders(request: IncomingMessage, route: Route, maxUploadBytes: number): void {
  const maxBytes = route.maxBodyBytes ?? maxUploadBytes;
  const declared = declaredBytes(request);
  if (route.checkContentType === undefined) {
    if (declared !== 0) throw new RequestError('body_unexpected', 'This request takes no body.');
    return;
  }
  if (request.headers['content-encoding'] !== undefined) {
    throw new RequestError('content_encoding_unsupported', 'Send the body without a Content-Encoding.', {
      headers: { 'accept-encoding': 'identity' },
    });
  }
  route.checkContentType(request.headers['content-type']);
  if (declared !== undefined && declared > maxBytes) throw bodyTooLarge(maxBytes);
}

/** Counts the requests with a body that are in the process at once, and refuses what is too many. */
export class Admission {
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

import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from 'cors';

const PREFLIGHT_SECONDS = 600;

/** Sets the headers by which a browser lets the pages of these origins read the answers; `*` is every origin. */
export function createCors(origins: readonly string[]) {
  const handle = cors({
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST'],
    allowedHeaders: [
      'accept',
      'authorization',
      'content-type',
      'inference-header-content-length',
      'traceparent',
      'x-api-key',
      'x-request-id',
    ],
    exposedHeaders: [
      'etag',
      'inference-header-content-length',
      'ratelimit',
      'ratelimit-policy',
      'retry-after',
      'server-timing',
      'x-request-id',
    ],
    maxAge: PREFLIGHT_SECONDS,
    // Answered by the path itself, with its request id and its line in the log.
    preflightContinue: true,
  });
  return (request: IncomingMessage, response: ServerResponse): void => handle(request, response, () => {});
}

import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, problemOf, RequestError } from '../errors.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

const known: Record<string, [ErrorCode, string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The headers of the request are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['body_too_large', 'The chunk extensions of the body are too large.'],
};

/** Answers on the bare socket what is no HTTP request, or never became one, with problem details too. */
export function answerParseError(
  cause: NodeJS.ErrnoException,
  socket: Duplex,
  logger: Logger,
  metrics: Metrics,
): void {
  if (!socket.writable || cause.code === 'ECONNRESET' || cause.code === 'EPIPE') {
    socket.destroy();
    return;
  }
  const [code, detail] = known[cause.code ?? ''] ?? ['request_malformed', 'The request is not valid HTTP.'];
  const error = new RequestError(code, detail);
  const id = randomUUID();
  const body = JSON.stringify(problemOf(error, id));
  logger.info(
    { request_id: id, status: error.status, error_code: code, cause: cause.code },
    'malformed request',
  );
  metrics.countError(code);
  socket.end(
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\nContent-Type: application/problem+json\r\n` +
      `X-Request-Id: ${id}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

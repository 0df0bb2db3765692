import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { type ErrorCode, methodUnknown, problemOf, RequestError } from '../errors.ts';
import { closeSoon, isClosing } from '../http/close-after-answer.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** What node's parser reports as `clientError`. */
export type ParseError = NodeJS.ErrnoException & { rawPacket?: Buffer; bytesParsed?: number };

const known: Record<string, [ErrorCode, string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'The headers of the request are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: ['body_too_large', 'The chunk extensions of the body are too large.'],
};
const requestLine = /^([!#$%&'*+.^`|~\w-]+) \S+ HTTP\/1\.[01]\r?\n/;

/** The error that a client gets for what node's parser refused. */
export function requestErrorOf(cause: ParseError): RequestError {
  if (cause.code === 'HPE_INVALID_METHOD' && isRequestLine(cause)) return methodUnknown();
  return new RequestError(
    ...(known[cause.code ?? ''] ?? ['request_malformed', 'The request is not valid HTTP.']),
  );
}

/** Whether the parser stopped in a request line that is right but for its method. */
function isRequestLine({ rawPacket, bytesParsed = 0 }: ParseError): boolean {
  const text = rawPacket?.toString('latin1') ?? '';
  return requestLine.test(text.slice(text.lastIndexOf('\n', bytesParsed - 1) + 1));
}

/** Answers on the bare socket what is no HTTP request, or never became one, with problem details too; and closes it. */
export function answerParseError(
  error: RequestError,
  socket: Socket,
  { cause, logger, metrics }: { cause: string | undefined; logger: Logger; metrics: Metrics },
): void {
  if (!socket.writable || isClosing(socket)) return;
  const id = randomUUID();
  const body = JSON.stringify(problemOf(error, id));
  logger.info({ request_id: id, status: error.status, error_code: error.code, cause }, 'malformed request');
  metrics.countError(error.code);
  socket.write(
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\nContent-Type: application/problem+json\r\n` +
      `X-Request-Id: ${id}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
  closeSoon(socket);
}

import type { IncomingMessage } from 'node:http';
import { bodyTooLarge, RequestError } from '../errors.ts';
import type { Route } from './route.ts';

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
  if (!isIdentity(request.headers['content-encoding'])) {
    throw new RequestError('content_encoding_unsupported', 'Send the body without a Content-Encoding.', {
      headers: { 'accept-encoding': 'identity' },
    });
  }
  route.checkContentType(request.headers['content-type']);
  if (declared !== undefined && declared > maxBytes) throw bodyTooLarge(maxBytes);
}

const isIdentity = (encoding = '') => /^(\s*(identity)?\s*(,|$))*$/i.test(encoding);

const hostOf = /^([\w.~!$&'()*+,;=%-]*|\[[\da-f:.]+\])(:\d*)?$/i;

/**
 * Refuses a request of another version, whose Host is missing, double or no host (RFC 9112, 3.2), or that expects what is not met.
 * @throws RequestError request_malformed, expectation_unsupported
 */
export function checkMessage(request: IncomingMessage): void {
  const { headers, rawHeaders } = request;
  // HTTP/1.0 has neither.
  const isOld = request.httpVersionMinor < 1;
  if (request.httpVersionMajor !== 1) {
    throw new RequestError('request_malformed', 'The versions here are HTTP/1.0 and HTTP/1.1.');
  }
  if (headers.host === undefined ? !isOld : !hostOf.test(headers.host) || isDouble(rawHeaders)) {
    throw new RequestError(
      'request_malformed',
      'A request must have one Host header, with a host and a port.',
    );
  }
  if (headers.expect !== undefined && !isOld && !/^100-continue$/i.test(headers.expect)) {
    throw new RequestError('expectation_unsupported', 'Of expectations only 100-continue is met.');
  }
}

/** Whether there are two Host lines, of which `headers` shows the first. */
function isDouble(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

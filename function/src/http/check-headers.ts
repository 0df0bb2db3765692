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
  if (request.headers['content-encoding'] !== undefined) {
    throw new RequestError('content_encoding_unsupported', 'Send the body without a Content-Encoding.', {
      headers: { 'accept-encoding': 'identity' },
    });
  }
  route.checkContentType(request.headers['content-type']);
  if (declared !== undefined && declared > maxBytes) throw bodyTooLarge(maxBytes);
}

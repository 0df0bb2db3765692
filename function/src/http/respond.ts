import type { ServerResponse } from 'node:http';
import { problemOf, type RequestError } from '../errors.ts';
import { isV2Path } from '../v2/paths.ts';
import { v2StatusOf } from '../v2/status.ts';
import type { RequestContext } from './request-context.ts';
import type { Route } from './route.ts';
import { traceResponseOf } from './trace-context.ts';

type Headers = Record<string, string | number>;

/** Answers once with a whole body; an answer that was begun already, or whose client has gone, stays as it is. */
export function send(
  response: ServerResponse,
  context: RequestContext,
  status: number,
  headers: Headers,
  body: string | Buffer,
): void {
  if (response.headersSent || response.destroyed) return;
  context.status = status;
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, {
    'x-request-id': context.id,
    ...(context.trace && { traceresponse: traceResponseOf(context.trace) }),
    'x-content-type-options': 'nosniff',
    ...(hasBody && { 'content-length': Buffer.byteLength(body) }),
    ...(!response.shouldKeepAlive && { connection: 'close' }),
    ...headers,
  });
  response.end(hasBody ? body : undefined);
}

/** Answers with JSON; without a charset, for JSON has none: KServe's client reads no error that comes with one. */
export function sendJson(
  response: ServerResponse,
  context: RequestContext,
  status: number,
  value: unknown,
  headers: Headers = {},
): void {
  const all = { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers };
  send(response, context, status, all, JSON.stringify(value));
}

/** A route whose answer is the JSON of a value. */
export function jsonRoute(value: () => object): Route {
  return { handle: (_, response, context) => sendJson(response, context, 200, value()) };
}

/** Begins an answer whose lines are written as they come. */
export function beginLines(response: ServerResponse, context: RequestContext, contentType: string): void {
  if (response.headersSent || response.destroyed) return;
  context.status = 200;
  response.writeHead(200, {
    'x-request-id': context.id,
    'x-content-type-options': 'nosniff',
    'content-type': contentType,
    'cache-control': 'no-store',
    ...(!response.shouldKeepAlive && { connection: 'close' }),
  });
}

/**
 * Answers with RFC 9457 problem details, or as the Open Inference Protocol wants it on its paths, and notes the code
 * for log and metrics.
 */
export function sendProblem(response: ServerResponse, context: RequestContext, error: RequestError): void {
  context.errorCode = error.code;
  context.errorCause = error.cause;
  if (isV2Path(context.path)) {
    sendJson(response, context, v2StatusOf(error.code), { error: error.message }, error.headers);
  } else {
    const headers = { 'content-type': 'application/problem+json', ...error.headers };
    sendJson(response, context, error.status, problemOf(error, context.id), headers);
  }
}

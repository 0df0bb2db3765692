import type { ServerResponse } from 'node:http';
import { problemOf, type RequestError } from './errors.ts';
import type { RequestContext } from './request-context.ts';
import { traceResponseOf } from './tracing/trace-context.ts';

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
    ...(hasBody ? { 'content-length': Buffer.byteLength(body) } : {}),
    ...(response.shouldKeepAlive ? {} : { connection: 'close' }),
    ...headers,
  });
  if (hasBody) response.end(body);
  else response.end();
}

export function sendJson(
  response: ServerResponse,
  context: RequestContext,
  status: number,
  value: unknown,
): void {
  send(
    response,
    context,
    status,
    { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    JSON.stringify(value),
  );
}

/** Answers with RFC 9457 problem details and notes the code for log and metrics. */
export function sendProblem(response: ServerResponse, context: RequestContext, error: RequestError): void {
  context.errorCode = error.code;
  context.errorCause = error.cause;
  send(
    response,
    context,
    error.status,
    { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...error.headers },
    JSON.stringify(problemOf(error, context.id)),
  );
}

import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../errors.ts';
import type { ClassifiedPhoto } from '../model/answer.ts';
import { ownSpanIn, type TraceContext, traceContextOf } from './trace-context.ts';

/** What is known of one request; it goes with the request from the socket to the log line. */
export type RequestContext = {
  readonly id: string;
  readonly method: string;
  /** The path without host and query, its unreserved characters decoded. */
  readonly path: string;
  readonly startedAtMs: number;
  /** Where the caller gave one, or spans are sent. */
  readonly trace: TraceContext | undefined;
  /** The name of the API key that came. */
  client?: string;
  /** Counts a photo beyond the first against the limit of the key. @throws RequestError rate_limited */
  chargePhoto?: () => Promise<unknown>;
  /** Called once when the request is over, as to give memory back. */
  readonly atEnd: (() => void)[];
  bytesIn: number;
  /** The status of the answer; 499 while there is none, which a client that went away leaves behind. */
  status: number;
  body: Buffer;
  errorCode?: ErrorCode;
  /** The thrown value behind the error, for the log alone. */
  errorCause?: unknown;
  /** Each photo that was classified; only a batch or a tensor has several. */
  predictions: ClassifiedPhoto[];
  /** How many photos a batch had, and how many of them got no prediction. */
  batch?: { photos: number; failed: number };
};

/** So much of a path is told on: it is whatever a client sends. */
export const MAX_PATH_LENGTH = 200;
// Letters, digits and . _ - : / + = @ cannot break out of a log line, a header or a JSON string.
const saneId = /^[\w.:/+=@-]{1,128}$/;
const CLIENT_GONE = 499;
const EMPTY = Buffer.alloc(0);

/** The id that the client gave by X-Request-Id or traceparent (W3C Trace Context) if sane, else a new one. */
export function requestIdOf(
  headers: IncomingMessage['headers'],
  callersTrace = traceContextOf(headers),
): string {
  const given = headers['x-request-id'];
  if (typeof given === 'string' && saneId.test(given)) return given;
  return callersTrace?.traceId ?? randomUUID();
}

/** The path of a request target, also of one that begins with a host, as proxies send it (RFC 9112, 3.2.2). */
export function pathOf(target: string): string {
  const query = target.indexOf('?');
  let path = query < 0 ? target : target.slice(0, query);
  if (!path.startsWith('/') && path !== '*') path = path.replace(/^https?:\/\/[^/]+/i, '') || '/';
  // The same path by RFC 3986, 6.2.2.2: an escaped slash is none.
  return path.includes('%')
    ? path.replace(/%(2[DdEe]|3\d|[46][1-9A-Fa-f]|[57][\dAa]|5[Ff]|7[Ee])/g, decodeURIComponent)
    : path;
}

/** @param makesSpan whether this request is to be a span of a trace, the caller's or its own */
export function createRequestContext(request: IncomingMessage, makesSpan: boolean): RequestContext {
  const callersTrace = traceContextOf(request.headers);
  return {
    id: requestIdOf(request.headers, callersTrace),
    trace: makesSpan ? ownSpanIn(callersTrace) : callersTrace,
    method: request.method ?? 'GET',
    path: pathOf(request.url ?? '/'),
    startedAtMs: performance.now(),
    atEnd: [],
    bytesIn: 0,
    status: CLIENT_GONE,
    body: EMPTY,
    predictions: [],
  };
}

import { MAX_PATH_LENGTH, type RequestContext } from '../http/request-context.ts';
import { newSpanId } from '../http/trace-context.ts';

type Value = Partial<{ stringValue: string; intValue: string; doubleValue: number; boolValue: boolean }>;

/** A span as OTLP has it in JSON. */
export type Span = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: { key: string; value: Value }[];
  status?: { code: number };
};

const INTERNAL = 1;
const SERVER = 2;
const ERROR = 2;
/** Platforms ask for these every few seconds: a trace of that, or a line in the log, says nothing while all is well. */
export const PROBES: ReadonlySet<string> = new Set(['/health', '/ready', '/metrics']);

/**
 * The spans of a request that is over: its own, and below it one for each decode and inference. They are made of what
 * is known then, so that a request carries no tracer with it.
 * @param route a known path, or undefined for any other
 */
export function spansOf(context: RequestContext, route: string | undefined): Span[] {
  const { trace, predictions, status, errorCode } = context;
  if (trace === undefined || !trace.sampled || PROBES.has(route ?? '')) return [];
  const [prediction, ...others] = predictions;
  const nowMs = performance.now();
  // Not performance.timeOrigin, for the clock may have been set since the process began.
  const originMs = Date.now() - nowMs;
  const span = (
    name: string,
    kind: number,
    startMs: number,
    endMs: number,
    attributes: Attributes,
  ): Span => ({
    traceId: trace.traceId,
    spanId: newSpanId(),
    parentSpanId: trace.spanId,
    ...{ name, kind, attributes: attributesOf(attributes) },
    startTimeUnixNano: nanoseconds(originMs + startMs),
    endTimeUnixNano: nanoseconds(originMs + endMs),
  });
  const name = `${context.method} ${route ?? ''}`.trim();
  const { parentSpanId, ...request } = span(name, SERVER, context.startedAtMs, nowMs, {
    'http.request.method': context.method,
    'http.route': route,
    'url.path': context.path.slice(0, MAX_PATH_LENGTH),
    'http.response.status_code': integer(status),
    'http.request.body.size': integer(context.bytesIn),
    'request.id': context.id,
    'error.type': errorCode,
    // The span of a batch has only the steps.
    ...(prediction !== undefined &&
      others.length === 0 && {
        'prediction.class': prediction.predictedClass,
        'prediction.confidence': { doubleValue: prediction.confidence },
        'prediction.needs_review': { boolValue: prediction.needsReview },
        'prediction.is_pet': { boolValue: prediction.isPet },
      }),
  });
  return [
    {
      ...request,
      spanId: trace.spanId,
      ...(trace.parentSpanId !== undefined && { parentSpanId: trace.parentSpanId }),
      // What a client did wrong is no failure of the server's span: OpenTelemetry's conventions for HTTP.
      ...(status >= 500 && { status: { code: ERROR } }),
    },
    ...predictions
      .flatMap(({ steps }) => steps)
      .map(({ name, pass, startedAtMs, endedAtMs }) =>
        span(name, INTERNAL, startedAtMs, endedAtMs, { 'prediction.pass': integer(pass) }),
      ),
  ];
}

type Attributes = Record<string, string | Value | undefined>;

/** Attributes as OTLP has them in JSON; those without a value are left out. */
export const attributesOf = (attributes: Attributes): Span['attributes'] =>
  Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return [{ key, value: typeof value === 'string' ? { stringValue: value } : value }];
  });

// OTLP writes 64 bit integers as strings, as protobuf's JSON does.
const integer = (value: number): Value => ({ intValue: String(value) });

/** As a string, for 2026 in nanoseconds is more than a number holds; microseconds are exact. */
const nanoseconds = (ms: number): string => `${Math.round(ms * 1000)}000`;

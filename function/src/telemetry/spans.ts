import { MAX_PATH_LENGTH, type RequestContext } from '../http/request-context.ts';
import { newSpanId } from '../http/trace-context.ts';

type Value =
  | { stringValue: string }
  | { intValue: string }
  | { doubleValue: number }
  | { boolValue: boolean };
type Attribute = { key: string; value: Value };

/** A span as OTLP has it in JSON. */
export type Span = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  status?: { code: number };
};

const INTERNAL = 1;
const SERVER = 2;
const ERROR = 2;
/** Asked for every few seconds by whoever watches over the process: a trace of that says nothing. */
const PROBES = new Set(['/health', '/ready', '/metrics']);

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
    attributes: Attribute[],
  ): Span => ({
    traceId: trace.traceId,
    spanId: newSpanId(),
    parentSpanId: trace.spanId,
    ...{ name, kind, attributes },
    startTimeUnixNano: nanoseconds(originMs + startMs),
    endTimeUnixNano: nanoseconds(originMs + endMs),
  });
  const { parentSpanId, ...request } = span(
    `${context.method} ${route ?? ''}`.trim(),
    SERVER,
    context.startedAtMs,
    nowMs,
    [
      text('http.request.method', context.method),
      ...(route === undefined ? [] : [text('http.route', route)]),
      text('url.path', context.path.slice(0, MAX_PATH_LENGTH)),
      integer('http.response.status_code', status),
      integer('http.request.body.size', context.bytesIn),
      text('request.id', context.id),
      ...(errorCode === undefined ? [] : [text('error.type', errorCode)]),
      // Of a batch only the steps are told.
      ...(prediction === undefined || others.length > 0
        ? []
        : [
            text('prediction.class', prediction.predictedClass),
            { key: 'prediction.confidence', value: { doubleValue: prediction.confidence } },
            { key: 'prediction.needs_review', value: { boolValue: prediction.needsReview } },
            { key: 'prediction.is_pet', value: { boolValue: prediction.isPet } },
          ]),
    ],
  );
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
        span(name, INTERNAL, startedAtMs, endedAtMs, [integer('prediction.pass', pass)]),
      ),
  ];
}

const text = (key: string, value: string): Attribute => ({ key, value: { stringValue: value } });
// OTLP writes 64 bit integers as strings, as protobuf's JSON does.
const integer = (key: string, value: number): Attribute => ({ key, value: { intValue: String(value) } });

/** As a string, for 2026 in nanoseconds is more than a number holds; microseconds are exact. */
const nanoseconds = (ms: number): string => `${Math.round(ms * 1000)}000`;

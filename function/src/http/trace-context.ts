import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** Where a request stands in a trace: https://www.w3.org/TR/trace-context */
export type TraceContext = {
  readonly traceId: string;
  /** Of the span that is made here; where none is made, the caller's. */
  readonly spanId: string;
  /** The caller's span; undefined where the trace begins here. */
  readonly parentSpanId: string | undefined;
  /** Whether whoever began the trace wants to see it. */
  readonly sampled: boolean;
};

const TRACEPARENT = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const INVALID_VERSION = 'ff';
const SAMPLED_FLAG = 1;

/** What the caller's traceparent says; undefined for none, and for a wrong one, which counts as none. */
export function traceContextOf({ traceparent }: IncomingHttpHeaders): TraceContext | undefined {
  if (typeof traceparent !== 'string') return undefined;
  const [, version, traceId = '', spanId = '', flags = '', more] = TRACEPARENT.exec(traceparent) ?? [];
  if (version === undefined || version === INVALID_VERSION || isZero(traceId) || isZero(spanId))
    return undefined;
  // Later versions may add fields; of the present one it is known that there are no more.
  if (version === '00' && more !== undefined) return undefined;
  const sampled = (Number.parseInt(flags, 16) & SAMPLED_FLAG) !== 0;
  return { traceId, spanId, parentSpanId: spanId, sampled };
}

/** A span of this function: within the caller's trace, or at the beginning of one of its own, which is sampled. */
export function ownSpanIn(caller: TraceContext | undefined): TraceContext {
  const spanId = newSpanId();
  if (caller !== undefined) return { ...caller, spanId };
  return { traceId: newTraceId(), spanId, parentSpanId: undefined, sampled: true };
}

/** The answer's `traceresponse`: https://w3c.github.io/trace-context/#traceresponse-header */
export function traceResponseOf({ traceId, spanId, sampled }: TraceContext): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

// A UUID costs half of what as many random bytes do, for node makes many at once. Its variant's bit, in the second half, is
// never zero, as an id of a trace or a span must not be.
const newTraceId = (): string => randomUUID().replaceAll('-', '');
export const newSpanId = (): string => newTraceId().slice(16);

const isZero = (id: string): boolean => /^0+$/.test(id);

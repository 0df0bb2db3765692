import { describe, expect, it } from 'vitest';
import { ownSpanIn, traceContextOf, traceResponseOf } from '../../src/http/trace-context.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const CALLER = { traceId: TRACE_ID, spanId: SPAN_ID, parentSpanId: SPAN_ID };

describe('traceContextOf', () => {
  it.each([
    ['a sampled one', `00-${TRACE_ID}-${SPAN_ID}-01`, true],
    ['one that is not sampled', `00-${TRACE_ID}-${SPAN_ID}-00`, false],
    ['flags that are not known yet', `00-${TRACE_ID}-${SPAN_ID}-fe`, false],
    ['a later version', `cc-${TRACE_ID}-${SPAN_ID}-01`, true],
    ['a later version with more fields', `cc-${TRACE_ID}-${SPAN_ID}-01-what-the-future-brings`, true],
  ])('takes %s', (_, traceparent, sampled) => {
    expect(traceContextOf({ traceparent })).toEqual({ ...CALLER, sampled });
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
    ['another text', 'abc'],
    ['an invalid version', `ff-${TRACE_ID}-${SPAN_ID}-01`],
    ['more fields than its version has', `00-${TRACE_ID}-${SPAN_ID}-01-00`],
    ['more text after it', `cc-${TRACE_ID}-${SPAN_ID}-01.`],
    ['a trace id of zeros', `00-${'0'.repeat(32)}-${SPAN_ID}-01`],
    ['a span id of zeros', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
    ['upper case', `00-${TRACE_ID.toUpperCase()}-${SPAN_ID}-01`],
    ['a short trace id', `00-${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
    ['two of them', `00-${TRACE_ID}-${SPAN_ID}-01, 00-${TRACE_ID}-${SPAN_ID}-01`],
  ])('takes no trace from %s', (_, traceparent) => {
    expect(traceContextOf(traceparent === undefined ? {} : { traceparent })).toBeUndefined();
  });
});

describe('ownSpanIn', () => {
  it("goes on with the caller's trace, as sampled as that is", () => {
    const own = ownSpanIn({ ...CALLER, sampled: false });
    expect(own).toEqual({ ...CALLER, spanId: expect.stringMatching(/^[\da-f]{16}$/), sampled: false });
    expect(own.spanId).not.toBe(SPAN_ID);
  });

  it('begins a sampled trace where there is none', () => {
    const own = ownSpanIn(undefined);
    expect(own).toEqual({
      traceId: expect.stringMatching(/^[\da-f]{32}$/),
      spanId: expect.stringMatching(/^[\da-f]{16}$/),
      parentSpanId: undefined,
      sampled: true,
    });
    expect(ownSpanIn(undefined).traceId).not.toBe(own.traceId);
  });
});

describe('traceResponseOf', () => {
  it.each([
    [true, '01'],
    [false, '00'],
  ])('tells the trace, the span, and whether it is sampled: %s', (sampled, flags) => {
    expect(traceResponseOf({ ...CALLER, sampled })).toBe(`00-${TRACE_ID}-${SPAN_ID}-${flags}`);
  });
});

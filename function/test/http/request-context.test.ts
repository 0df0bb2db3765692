import { describe, expect, it } from 'vitest';
import { requestIdOf } from '../../src/http/request-context.ts';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const made = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe('requestIdOf', () => {
  it.each([
    ['X-Request-Id', { 'x-request-id': 'a.b_c-1:2/3+4=5@6' }, 'a.b_c-1:2/3+4=5@6'],
    ['the trace id of traceparent', { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` }, TRACE_ID],
    [
      'X-Request-Id before traceparent',
      { 'x-request-id': 'x', traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01` },
      'x',
    ],
  ])('takes %s', (_, headers, id) => {
    expect(requestIdOf(headers)).toBe(id);
  });

  it.each([
    ['none', {}],
    ['an empty one', { 'x-request-id': '' }],
    ['one with a space', { 'x-request-id': 'a b' }],
    ['one with a quote', { 'x-request-id': 'a"b' }],
    ['one with a line break', { 'x-request-id': 'a\nb' }],
    ['one that is too long', { 'x-request-id': 'a'.repeat(129) }],
    ['a traceparent that is none', { traceparent: 'abc' }],
    ['a traceparent of zeros', { traceparent: `00-${'0'.repeat(32)}-00f067aa0ba902b7-01` }],
  ])('makes one for %s', (_, headers) => {
    expect(requestIdOf(headers)).toMatch(made);
  });
});

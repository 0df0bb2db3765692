import { expect, it } from 'vitest';
import { partsOf } from '../../bench/server-log.ts';

const line = (fields: object): string => JSON.stringify({ level: 'info', request_id: 'bench-a', ...fields });

it('takes the medians over the predictions of one tag', () => {
  const log = [
    line({ latency_ms: 10, receive_ms: 1, decode_ms: 4, inference_ms: 3, passes: 1 }),
    line({ latency_ms: 20, receive_ms: 2, decode_ms: 8, inference_ms: 6, passes: 2 }),
    line({ latency_ms: 12, receive_ms: 1, decode_ms: 5, inference_ms: 3, passes: 1 }),
    line({ request_id: 'bench-b', latency_ms: 900, decode_ms: 1, inference_ms: 1, passes: 1 }),
    line({ latency_ms: 900, status: 503 }),
    'not a line of JSON',
  ].join('\n');
  expect(partsOf(log, 'bench-a')).toEqual({
    requests: 3,
    totalMs: 12,
    receiveMs: 1,
    decodeMs: 5,
    inferenceMs: 3,
    otherMs: 3,
    passes: { 1: 2, 2: 1 },
  });
});

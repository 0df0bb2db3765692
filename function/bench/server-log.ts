import { median } from './statistics.ts';

type RequestLine = Record<'latency_ms' | 'receive_ms' | 'decode_ms' | 'inference_ms' | 'passes', number>;

export type Parts = ReturnType<typeof partsOf>;

/** Where the time of the requests went whose id is `tag`: medians in ms, from the server's own log lines. */
export function partsOf(log: string, tag: string) {
  const lines = log
    .split('\n')
    .filter((line) => line.includes(`"request_id":"${tag}"`) && line.includes('"decode_ms"'))
    .map((line) => JSON.parse(line) as RequestLine);
  const medianOf = (part: (line: RequestLine) => number) => median(lines.map(part));
  const passes: Record<string, number> = {};
  for (const line of lines) passes[line.passes] = (passes[line.passes] ?? 0) + 1;
  return {
    requests: lines.length,
    totalMs: medianOf((line) => line.latency_ms),
    /** Receiving the body and taking the photo out of its form. */
    receiveMs: medianOf((line) => line.receive_ms),
    decodeMs: medianOf((line) => line.decode_ms),
    inferenceMs: medianOf((line) => line.inference_ms),
    /** What is none of these: waiting for a thread, writing the answer. */
    otherMs: medianOf((line) => line.latency_ms - line.receive_ms - line.decode_ms - line.inference_ms),
    /** How many requests needed this many passes of the model. */
    passes,
  };
}

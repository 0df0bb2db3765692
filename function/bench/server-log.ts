import { median } from './statistics.ts';

/** Where the time of a request went, in ms; medians over the requests of one tag. */
export interface Parts {
  requests: number;
  totalMs: number;
  /** Receiving the body and taking the photo out of its form. */
  receiveMs: number;
  decodeMs: number;
  inferenceMs: number;
  /** What is none of these: waiting for a thread, writing the answer. */
  otherMs: number;
  /** How many requests needed this many passes of the model. */
  passes: Record<string, number>;
}

interface RequestLine {
  request_id: string;
  latency_ms: number;
  receive_ms: number;
  decode_ms: number;
  inference_ms: number;
  passes: number;
}

/** The parts of the requests whose id is `tag`, from the server's own log lines. */
export function partsOf(log: string, tag: string): Parts {
  const lines = log
    .split('\n')
    .filter((line) => line.includes(`"request_id":"${tag}"`) && line.includes('"decode_ms"'))
    .map((line) => JSON.parse(line) as RequestLine);
  const passes: Record<string, number> = {};
  for (const line of lines) passes[line.passes] = (passes[line.passes] ?? 0) + 1;
  return {
    requests: lines.length,
    totalMs: median(lines.map((line) => line.latency_ms)),
    receiveMs: median(lines.map((line) => line.receive_ms)),
    decodeMs: median(lines.map((line) => line.decode_ms)),
    inferenceMs: median(lines.map((line) => line.inference_ms)),
    otherMs: median(
      lines.map((line) => line.latency_ms - line.receive_ms - line.decode_ms - line.inference_ms),
    ),
    passes,
  };
}

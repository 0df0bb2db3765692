import { type DestinationStream, destination, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';
import type { RequestContext } from './request-context.ts';

export type { Logger };

/** A logger of JSON lines on stdout; synchronous, so that the last line before an exit is not lost. */
export function createLogger(
  level: LogLevel,
  stream: DestinationStream = destination({ sync: true }),
): Logger {
  return pino(
    { level, base: null, messageKey: 'message', formatters: { level: (label) => ({ level: label }) } },
    stream,
  );
}

const round = (value: number) => Math.round(value * 100) / 100;
const MAX_PATH_LENGTH = 200;

/** Writes the one line of a request: named fields only, never the photo and never a header as it came. */
export function logRequest(logger: Logger, context: RequestContext, status: number): void {
  const { prediction, errorCode, errorCause } = context;
  const level = status >= 500 && errorCode !== 'overloaded' ? 'error' : 'info';
  logger[level](
    {
      request_id: context.id,
      method: context.method,
      path: context.path.slice(0, MAX_PATH_LENGTH),
      status,
      latency_ms: round(performance.now() - context.startedAtMs),
      bytes_in: context.bytesIn,
      ...(prediction && {
        predicted_class: prediction.predictedClass,
        confidence: prediction.confidence,
        passes: prediction.passes,
        decode_ms: round(prediction.decodeMs),
        inference_ms: round(prediction.inferenceMs),
      }),
      ...(errorCode && { error_code: errorCode }),
      ...(errorCause !== undefined && { err: errorCause }),
    },
    'request',
  );
}

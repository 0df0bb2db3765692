import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from '../config.ts';
import { MAX_PATH_LENGTH, type RequestContext } from '../http/request-context.ts';
import { wellFormed } from '../json/well-formed.ts';
import { PROBES } from './spans.ts';

export type { Logger };

/** A logger of JSON lines. */
export function createLogger(level: LogLevel, stream: DestinationStream): Logger {
  return pino(
    { level, base: null, messageKey: 'message', formatters: { level: (label) => ({ level: label }) } },
    stream,
  );
}

const round = (value: number) => Math.round(value * 100) / 100;
const MAX_CAUSE_LENGTH = 300;

/** Writes the one line of a request: named fields only, never the photo and never a header as it came. */
export function logRequest(logger: Logger, context: RequestContext): void {
  const { trace, predictions, batch, errorCode, errorCause, status } = context;
  const [prediction, ...others] = predictions;
  const isOurs = errorCode === 'internal_error';
  const isQuiet = PROBES.has(context.path) && status < 400;
  logger[isOurs ? 'error' : isQuiet ? 'debug' : 'info'](
    {
      request_id: context.id,
      // OpenTelemetry's names in logs that are not its own.
      ...(trace && { trace_id: trace.traceId, span_id: trace.spanId }),
      method: context.method,
      path: context.path.slice(0, MAX_PATH_LENGTH),
      status,
      latency_ms: round(performance.now() - context.startedAtMs),
      bytes_in: context.bytesIn,
      ...(context.client !== undefined && { client: context.client }),
      ...(others.length > 0 && { photos: predictions.length }),
      ...(prediction &&
        others.length === 0 && {
          ...(prediction.photoSha256 !== undefined && { photo_sha256: prediction.photoSha256 }),
          model_version: prediction.modelVersion,
          predicted_class: prediction.predictedClass,
          confidence: prediction.confidence,
          is_pet: prediction.isPet,
          needs_review: prediction.needsReview,
          passes: prediction.passes,
          receive_ms: round(prediction.receivedMs),
          decode_ms: round(prediction.decodeMs),
          inference_ms: round(prediction.inferenceMs),
        }),
      ...(batch && { photos: batch.photos, failed: batch.failed }),
      ...(errorCode && { error_code: errorCode }),
      ...(errorCause !== undefined &&
        (isOurs
          ? { err: errorCause }
          : { cause: wellFormed(String(errorCause).slice(0, MAX_CAUSE_LENGTH)) })),
    },
    'request',
  );
}

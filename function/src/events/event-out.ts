import { createHash } from 'node:crypto';
import { EVENT_SOURCE, eventHeaders } from '../http/event-headers.ts';
import type { PredictionAnswer } from '../model/answer.ts';
import type { PhotoEvent } from './event-in.ts';

export const PREDICTION_TYPE = 'cats-vs-dogs.prediction';

/**
 * The headers of the event that answers another one, in binary mode. The same event, classified again by the same model,
 * has the same id, so that a receiver of both can drop one.
 */
export function predictionEventHeaders(cause: PhotoEvent, { model }: Pick<PredictionAnswer, 'model'>) {
  const identity = JSON.stringify([cause.source, cause.id, model.name, model.version]);
  const attributes = {
    specversion: '1.0',
    id: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    source: EVENT_SOURCE,
    type: PREDICTION_TYPE,
    time: new Date().toISOString(),
    // Never the URL of the photo, which may hold the right to read it.
    subject: cause.subject ?? cause.id,
    // Of the extension Correlation of CloudEvents.
    causationid: cause.id,
    ...(cause.traceparent !== undefined && { traceparent: String(cause.traceparent) }),
  };
  return eventHeaders(attributes);
}

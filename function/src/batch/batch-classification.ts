import type { FormPhoto } from '../body/many-photos-form.ts';
import { type Problem, problemOf, RequestError, toRequestError } from '../errors.ts';
import type { RequestContext } from '../http/request-context.ts';
import { classifiedPhotoOf, type PredictionAnswer, predictionAnswerOf } from '../model/answer.ts';
import type { Classifier } from '../model/classifier.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** The answer or the error of one photo of a batch. */
type BatchResult = { index: number; filename: string } & (PredictionAnswer | { error: Problem });

// Enough that decoding, the model and the upload need not wait for each other; small enough that many batches fit in
// memory.
const MAX_HELD_PHOTOS = 4;

/**
 * Classifies the photos of one request, a few at once; each has its own result or error.
 * @param isGone whether the client has gone: then nothing more is classified
 */
export function createBatch(
  classifier: Classifier,
  context: RequestContext,
  metrics: Metrics,
  isGone: () => boolean,
) {
  const counts = { photos: 0, failed: 0 };
  context.batch = counts;
  const results: Promise<BatchResult>[] = [];
  let held = 0;
  let whenRoom: (() => void) | undefined;

  async function resultOf({ index, filename, body, error }: FormPhoto): Promise<BatchResult> {
    const startedAtMs = performance.now();
    try {
      if (error !== undefined) throw error;
      if (body.length === 0) throw new RequestError('file_empty', 'The file has no bytes.');
      const bytes = await body.whole();
      // The first one was counted when the request came.
      if (index > 0) await context.chargePhoto?.();
      if (isGone()) throw new RequestError('request_malformed', 'The client went away.');
      const prediction = await classifier.classify(bytes);
      const answer = predictionAnswerOf(bytes, prediction, classifier.contract, context.id);
      context.predictions.push(classifiedPhotoOf(prediction, startedAtMs - context.startedAtMs, answer));
      return { index, filename, ...answer };
    } catch (thrown) {
      return { index, filename, error: failed(toRequestError(thrown)) };
    }
  }

  function failed(error: RequestError): Problem {
    counts.failed += 1;
    if (!isGone()) metrics.countError(error.code);
    if (error.code === 'internal_error') {
      // For the log; the answer of the others stands.
      context.errorCode = error.code;
      context.errorCause = error.cause;
    }
    return problemOf(error, context.id);
  }

  return {
    /** By the order of the photos. */
    results,

    /** Resolves when few enough photos are held for another one. */
    async room(): Promise<void> {
      if (held < MAX_HELD_PHOTOS) return;
      await new Promise<void>((resolve) => {
        whenRoom = resolve;
      });
    },

    take(photo: FormPhoto): void {
      held += 1;
      counts.photos += 1;
      results[photo.index] = resultOf(photo).finally(() => {
        photo.body.release();
        held -= 1;
        whenRoom?.();
        whenRoom = undefined;
      });
    },
  };
}

import type { FormPhoto } from '../body/many-photos-form.ts';
import { type Problem, problemOf, RequestError, toRequestError } from '../errors.ts';
import type { RequestContext } from '../http/request-context.ts';
import { classifiedPhotoOf, type PredictionAnswer, predictionAnswerOf } from '../model/answer.ts';
import type { Classifier } from '../model/classifier.ts';
import type { Metrics } from '../telemetry/metrics.ts';

/** The answer or the error of one photo of a batch. */
export type BatchResult = { index: number; filename: string } & (PredictionAnswer | { error: Problem });

// Enough that decoding, the model and the upload need not wait for each other; small enough that many batches fit in
// memory.
const MAX_HELD_PHOTOS = 4;

/** Classifies the photos of one request, a few at once; each has its own result or error. */
export class BatchClassification {
  /** By the order of the photos. */
  readonly results: Promise<BatchResult>[] = [];
  readonly #classifier: Classifier;
  readonly #context: RequestContext;
  readonly #metrics: Metrics;
  readonly #isGone: () => boolean;
  #held = 0;
  #whenRoom: (() => void) | undefined;

  /** @param isGone whether the client has gone: then nothing more is classified */
  constructor(classifier: Classifier, context: RequestContext, metrics: Metrics, isGone: () => boolean) {
    this.#classifier = classifier;
    this.#context = context;
    this.#metrics = metrics;
    this.#isGone = isGone;
    context.batch = { photos: 0, failed: 0 };
  }

  /** Resolves when few enough photos are held for another one. */
  room = async (): Promise<void> => {
    if (this.#held < MAX_HELD_PHOTOS) return;
    await new Promise<void>((resolve) => {
      this.#whenRoom = resolve;
    });
  };

  take = (photo: FormPhoto): void => {
    this.#held += 1;
    this.#context.batch!.photos += 1;
    this.results[photo.index] = this.#resultOf(photo).finally(() => {
      photo.body.release();
      this.#held -= 1;
      this.#whenRoom?.();
      this.#whenRoom = undefined;
    });
  };

  async #resultOf({ index, filename, body, error }: FormPhoto): Promise<BatchResult> {
    const startedAtMs = performance.now();
    try {
      if (error !== undefined) throw error;
      if (body.length === 0) throw new RequestError('file_empty', 'The file has no bytes.');
      const bytes = await body.whole();
      // The first one was counted when the request came.
      if (index > 0) await this.#context.chargePhoto?.();
      if (this.#isGone()) throw new RequestError('request_malformed', 'The client went away.');
      const prediction = await this.#classifier.classify(bytes);
      const receivedMs = startedAtMs - this.#context.startedAtMs;
      this.#context.predictions.push(classifiedPhotoOf(prediction, receivedMs));
      return {
        index,
        filename,
        ...predictionAnswerOf(bytes, prediction, this.#classifier.contract, this.#context.id),
      };
    } catch (thrown) {
      return { index, filename, error: this.#problemOf(toRequestError(thrown)) };
    }
  }

  #problemOf(error: RequestError): Problem {
    this.#context.batch!.failed += 1;
    if (!this.#isGone()) this.#metrics.countError(error.code);
    if (error.code === 'internal_error') {
      // For the log; the answer of the others stands.
      this.#context.errorCode = error.code;
      this.#context.errorCause = error.cause;
    }
    return problemOf(error, this.#context.id);
  }
}

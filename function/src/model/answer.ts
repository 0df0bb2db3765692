import { hash } from 'node:crypto';
import type { JudgedPhoto } from '../http/request-context.ts';
import type { ModelContract } from './contract.ts';
import type { Prediction } from './prediction.ts';

/** What is said of a photo, by the names of `POST /predict`. */
export type Answer = {
  prediction: string;
  probability: number;
  confidence: number;
  probabilities: Record<string, number>;
  is_pet: boolean;
  pet_score: number;
  needs_review: boolean;
};

const roundTo4 = (value: number) => Number(value.toFixed(4));

/**
 * `confidence` is the probability rounded to four decimals, under the name that clients of the former API read.
 * `is_pet` and `needs_review` were decided by the numbers before they were rounded.
 */
export function answerOf(prediction: Prediction): Answer {
  const { label, probability, probabilities, isPet, petScore, needsReview } = prediction;
  return {
    prediction: label,
    probability,
    confidence: roundTo4(probability),
    probabilities,
    is_pet: isPet,
    pet_score: roundTo4(petScore),
    needs_review: needsReview,
  };
}

/** What log and metrics are told of a photo, whose body had arrived after so many ms. */
export function judgedPhotoOf(prediction: Prediction, receivedMs: number): JudgedPhoto {
  const { label, probability, isPet, needsReview, passes, decodeMs, inferenceMs, steps } = prediction;
  return {
    predictedClass: label,
    confidence: roundTo4(probability),
    isPet,
    needsReview,
    passes,
    receivedMs,
    decodeMs,
    inferenceMs,
    steps,
  };
}

/** The answer of `POST /predict`, which is also what a batch or an event gets for each photo. */
export type PredictionAnswer = Answer & {
  /** Of the file as it arrived: which photo was judged. */
  photo_sha256: string;
  inference_time_ms: number;
  model: { name: string; version: string };
  request_id: string;
};

export function predictionAnswerOf(
  photo: Buffer,
  prediction: Prediction,
  { name, version }: Pick<ModelContract, 'name' | 'version'>,
  requestId: string,
): PredictionAnswer {
  return {
    ...answerOf(prediction),
    photo_sha256: hash('sha256', photo, 'hex'),
    inference_time_ms: Number(prediction.inferenceMs.toFixed(3)),
    model: { name, version },
    request_id: requestId,
  };
}

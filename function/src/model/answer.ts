import { hash } from 'node:crypto';
import type { ModelContract } from './contract.ts';
import type { Prediction, Step } from './prediction.ts';

/** A prediction, by the names of `POST /predict`. */
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

/** What log, metrics and spans say of a photo that was classified. */
export type ClassifiedPhoto = {
  predictedClass: string;
  confidence: number;
  isPet: boolean;
  needsReview: boolean;
  passes: number;
  /** From the headers until the photo was out of its body. */
  receivedMs: number;
  decodeMs: number;
  inferenceMs: number;
  steps: readonly Step[];
};

/** @param receivedMs from the headers until the photo was out of its body */
export function classifiedPhotoOf(prediction: Prediction, receivedMs: number): ClassifiedPhoto {
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
  /** Of the file as it arrived: shows which photo was classified. */
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

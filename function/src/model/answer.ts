import { hash } from 'node:crypto';
import type { ModelContract } from './contract.ts';
import type { Prediction } from './prediction.ts';

const roundTo4 = (value: number) => Number(value.toFixed(4));

/** A prediction, by the names of `POST /predict`. */
export type Answer = ReturnType<typeof answerOf>;

/**
 * `confidence` is the probability rounded to four decimals, under the name that clients of the former API read.
 * `warnings` is there only when there are any.
 * `is_pet` and `needs_review` were decided by the numbers before they were rounded.
 */
export function answerOf(prediction: Prediction) {
  const { label, probability, probabilities, isPet, petScore, needsReview, isDamaged } = prediction;
  return {
    prediction: label,
    probability,
    confidence: roundTo4(probability),
    probabilities,
    is_pet: isPet,
    pet_score: roundTo4(petScore),
    needs_review: needsReview,
    ...(isDamaged && { warnings: ['damaged' as const] }),
  };
}

/** What log, metrics and spans say of a photo that was classified. */
export type ClassifiedPhoto = ReturnType<typeof classifiedPhotoOf>;

/**
 * @param receivedMs from the headers until the photo was out of its body
 * @param answer what names photo and model; pixels of a tensor have no digest
 */
export function classifiedPhotoOf(
  prediction: Prediction,
  receivedMs: number,
  { photo_sha256, model }: { photo_sha256: string | undefined; model: { version: string } },
) {
  const { label, probability, isPet, needsReview, passes, decodeMs, inferenceMs, steps } = prediction;
  const names = { photoSha256: photo_sha256, modelVersion: model.version };
  const confidence = roundTo4(probability);
  const times = { receivedMs, decodeMs, inferenceMs, steps };
  return { ...names, predictedClass: label, confidence, isPet, needsReview, passes, ...times };
}

/** The SHA-256 of a file, in hex. */
export const sha256Of = (photo: Buffer): string => hash('sha256', photo, 'hex');

/** The answer of `POST /predict`, which is also what a batch or an event gets for each photo. */
export type PredictionAnswer = ReturnType<typeof predictionAnswerOf>;

export function predictionAnswerOf(
  photo: Buffer,
  prediction: Prediction,
  { name, version }: Pick<ModelContract, 'name' | 'version'>,
  requestId: string,
) {
  return {
    ...answerOf(prediction),
    /** Of the file as it arrived: shows which photo was classified. */
    photo_sha256: sha256Of(photo),
    inference_time_ms: Number(prediction.inferenceMs.toFixed(3)),
    model: { name, version },
    request_id: requestId,
  };
}

import type { Pixels } from '../image/pixels.ts';
import type { ModelContract, Pass } from './contract.ts';
import type { InferenceResult, RunOptions, Session } from './session.ts';

/** A part of a prediction, and when it was: by `performance.now()`. */
export type Step = { name: 'decode' | 'inference'; pass: number; startedAtMs: number; endedAtMs: number };

/** What the model says of one photo. */
export type Prediction = {
  label: string;
  /** Calibrated probability of the label. */
  probability: number;
  probabilities: Record<string, number>;
  petScore: number;
  isPet: boolean;
  /** Whether the model is too unsure for its answer to be used unseen. */
  needsReview: boolean;
  /** The pass that answered, counted from 1. */
  passes: number;
  decodeMs: number;
  inferenceMs: number;
  steps: readonly Step[];
};

/** Where in the photo the evidence for the label lies: log odds on a grid that covers it evenly, row by row. */
export type Saliency = { width: number; height: number; values: Float32Array };

type DecodeFor = (pass: Pass) => Promise<Pixels>;

/**
 * Runs the passes of the contract, each on the photo decoded at its size, until one is sure enough of the class
 * and of a pet; the answer of the last one stands.
 * @throws what `decodeFor` and the session throw
 */
export async function predict(
  contract: ModelContract,
  session: Session,
  decodeFor: DecodeFor,
): Promise<Prediction> {
  let decodeMs = 0;
  let inferenceMs = 0;
  const steps: Step[] = [];
  for (const [index, pass] of contract.passes.entries()) {
    const { answer, ...run } = await runPass(contract, session, decodeFor, index);
    decodeMs += run.decodeMs;
    inferenceMs += run.inferenceMs;
    steps.push(...run.steps);
    const isSure = answer.probability >= pass.acceptProbability && answer.petScore >= pass.acceptPetScore;
    if (isSure || index === contract.passes.length - 1) {
      return { ...answer, passes: index + 1, decodeMs, inferenceMs, steps };
    }
  }
  throw new Error('the contract has no passes');
}

/**
 * The answer of the last pass alone, with the reason for it: both come from the same run of the network that sees most.
 * Of the first pass's 25 cells the map would be coarser and mean less (function/README.md).
 * @throws what `decodeFor` and the session throw
 */
export async function explain(
  contract: ModelContract,
  session: Session,
  decodeFor: DecodeFor,
): Promise<Prediction & { saliency: Saliency }> {
  const passes = contract.passes.length;
  const { answer, saliency, ...run } = await runPass(contract, session, decodeFor, passes - 1, {
    saliency: true,
  });
  const [, height, width] = contract.outputs.saliency!.shape;
  return { ...answer, passes, ...run, saliency: { width, height, values: saliency! } };
}

/** Decodes the photo for a pass and runs the model on it. */
async function runPass(
  contract: ModelContract,
  session: Session,
  decodeFor: DecodeFor,
  index: number,
  options?: RunOptions,
) {
  const startedAtMs = performance.now();
  const pixels = await decodeFor(contract.passes[index]!);
  const decodedAtMs = performance.now();
  const result = await session.run(pixels, options);
  const pass = index + 1;
  const steps: Step[] = [
    { name: 'decode', pass, startedAtMs, endedAtMs: decodedAtMs },
    { name: 'inference', pass, startedAtMs: decodedAtMs, endedAtMs: performance.now() },
  ];
  const { inferenceMs, saliency } = result;
  return {
    answer: answerOf(contract, result),
    decodeMs: decodedAtMs - startedAtMs,
    inferenceMs,
    steps,
    saliency,
  };
}

/** What the numbers of one pass say by the thresholds of the contract. */
function answerOf({ labels, thresholds }: ModelContract, { probabilities, petScore }: InferenceResult) {
  const best = indexOfMax(probabilities);
  const probability = probabilities[best]!;
  return {
    label: labels[best]!,
    probability,
    probabilities: Object.fromEntries(labels.map((label, i) => [label, probabilities[i]!])),
    petScore,
    isPet: petScore >= thresholds.pet.score,
    needsReview: probability < thresholds.review.probability,
  };
}

function indexOfMax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

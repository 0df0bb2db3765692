import type { ModelContract, Pass } from './contract.ts';
import type { Pixels, Session } from './session.ts';

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
  /** How many passes were run; the last of them answered. */
  passes: number;
  decodeMs: number;
  inferenceMs: number;
  steps: readonly Step[];
};

/**
 * Runs the passes of the contract, each on the photo decoded at its size, until one is sure enough of the class
 * and of a pet; the answer of the last one stands.
 * @throws what `decodeFor` and the session throw
 */
export async function predict(
  contract: ModelContract,
  session: Session,
  decodeFor: (pass: Pass) => Promise<Pixels>,
): Promise<Prediction> {
  let decodeMs = 0;
  let inferenceMs = 0;
  const steps: Step[] = [];
  for (const [index, pass] of contract.passes.entries()) {
    const startedAtMs = performance.now();
    const pixels = await decodeFor(pass);
    const decodedAtMs = performance.now();
    decodeMs += decodedAtMs - startedAtMs;
    const result = await session.run(pixels);
    inferenceMs += result.inferenceMs;
    steps.push(
      { name: 'decode', pass: index + 1, startedAtMs, endedAtMs: decodedAtMs },
      { name: 'inference', pass: index + 1, startedAtMs: decodedAtMs, endedAtMs: performance.now() },
    );
    const { probabilities, petScore } = result;
    const best = indexOfMax(probabilities);
    const probability = probabilities[best]!;
    const isSure = probability >= pass.acceptProbability && petScore >= pass.acceptPetScore;
    if (!isSure && index < contract.passes.length - 1) continue;
    return {
      label: contract.labels[best]!,
      probability,
      probabilities: Object.fromEntries(contract.labels.map((label, i) => [label, probabilities[i]!])),
      petScore,
      isPet: petScore >= contract.thresholds.pet.score,
      needsReview: probability < contract.thresholds.review.probability,
      passes: index + 1,
      decodeMs,
      inferenceMs,
      steps,
    };
  }
  throw new Error('the contract has no passes');
}

function indexOfMax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

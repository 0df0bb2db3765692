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
  /** Whether the decoder met damage in the photo. */
  isDamaged: boolean;
  /** The pass that answered, counted from 1. */
  passes: number;
  decodeMs: number;
  inferenceMs: number;
  steps: readonly Step[];
};

/** Where in the photo the evidence for the label lies: log odds on a grid that covers it evenly, row by row. */
export type Saliency = { width: number; height: number; values: Float32Array };

/** Makes the pixels of one photo for a pass. */
export type Decoder = {
  decode(pass: Pass): Promise<Pixels>;
  /** The same within a few levels, in a quarter of the time; undefined where the photo needs the other way. */
  decodeQuickly?(pass: Pass): Pixels | undefined;
};

// Both ways of decoding differ by up to 0.0065 in probability and 0.1 in pet score (2,715 photos that the first pass is
// sure of, largest differences). Nearer to a threshold than this, the exact way decides.
const PROBABILITY_MARGIN = 0.005;
const PET_SCORE_MARGIN = 0.1;

/**
 * Runs the passes of the contract, each on the photo decoded at its size, until one is sure enough of the class
 * and of a pet; the answer of the last one stands.
 * @throws what the decoder and the session throw
 */
export async function predict(
  contract: ModelContract,
  session: Session,
  decoder: Decoder,
): Promise<Prediction> {
  const runner = new PassRunner(contract, session, decoder);
  const { answer, passes } = await decide(contract, runner, {});
  return runner.predictionOf(answer, passes);
}

/**
 * The answer of `predict`, with the reason for it. The map is always that of the last pass: the 25 cells of the first
 * pass are coarser and mean less (function/README.md).
 * @throws what the decoder and the session throw
 */
export async function explain(
  contract: ModelContract,
  session: Session,
  decoder: Decoder,
): Promise<Prediction & { saliency: Saliency }> {
  const runner = new PassRunner(contract, session, decoder);
  const { answer, passes, result } = await decide(contract, runner, { saliency: true });
  const last = result.saliency === undefined ? await runner.runLast({ saliency: true }) : { answer, result };
  const [, height, width] = contract.outputs.saliency!.shape;
  // Evidence for one of two labels is evidence against the other.
  const sign = last.answer.label === answer.label ? 1 : -1;
  const values = last.result.saliency!.map((value) => sign * value);
  return { ...runner.predictionOf(answer, passes), saliency: { width, height, values } };
}

type Answer = ReturnType<typeof answerOf>;
type PassResult = { answer: Answer; result: InferenceResult };

/** @param lastOptions what is wanted of the last pass, where it is run */
async function decide(
  contract: ModelContract,
  runner: PassRunner,
  lastOptions: RunOptions,
): Promise<PassResult & { passes: number }> {
  const { thresholds } = contract;
  const earlier = contract.passes.slice(0, -1);
  for (const [index, pass] of earlier.entries()) {
    let found = await runner.runQuickly(index);
    if (found === undefined || isNearThreshold(found.answer, pass, thresholds))
      found = await runner.run(index);
    const { probability, petScore } = found.answer;
    if (probability >= pass.acceptProbability && petScore >= pass.acceptPetScore) {
      return { ...found, passes: index + 1 };
    }
  }
  return { ...(await runner.runLast(lastOptions)), passes: contract.passes.length };
}

function isNearThreshold(
  { probability, petScore }: Answer,
  pass: Pass,
  { review, pet }: ModelContract['thresholds'],
): boolean {
  const isNear = (value: number, threshold: number, margin: number) => Math.abs(value - threshold) < margin;
  return (
    isNear(probability, pass.acceptProbability, PROBABILITY_MARGIN) ||
    isNear(probability, review.probability, PROBABILITY_MARGIN) ||
    isNear(petScore, pass.acceptPetScore, PET_SCORE_MARGIN) ||
    isNear(petScore, pet.score, PET_SCORE_MARGIN)
  );
}

/** Runs passes on one photo, and keeps the time that they take. */
class PassRunner {
  readonly #contract: ModelContract;
  readonly #session: Session;
  readonly #decoder: Decoder;
  readonly #steps: Step[] = [];
  #isDamaged = false;
  #decodeMs = 0;
  #inferenceMs = 0;

  constructor(contract: ModelContract, session: Session, decoder: Decoder) {
    this.#contract = contract;
    this.#session = session;
    this.#decoder = decoder;
  }

  /** The answer of a pass as the prediction: of a damaged photo parts are missing, so a person looks at it. */
  predictionOf(answer: Answer, passes: number): Prediction {
    const isDamaged = this.#isDamaged;
    const needsReview = answer.needsReview || isDamaged;
    return { ...answer, needsReview, isDamaged, passes, ...this.#timing() };
  }

  #timing(): Pick<Prediction, 'decodeMs' | 'inferenceMs' | 'steps'> {
    return { decodeMs: this.#decodeMs, inferenceMs: this.#inferenceMs, steps: this.#steps };
  }

  async run(index: number, options?: RunOptions): Promise<PassResult> {
    const startedAtMs = performance.now();
    return this.#infer(
      index,
      startedAtMs,
      await this.#decoder.decode(this.#contract.passes[index]!),
      options,
    );
  }

  runLast(options: RunOptions): Promise<PassResult> {
    return this.run(this.#contract.passes.length - 1, options);
  }

  /** Undefined where the photo cannot be decoded quickly. */
  async runQuickly(index: number): Promise<PassResult | undefined> {
    const startedAtMs = performance.now();
    const pixels = this.#decoder.decodeQuickly?.(this.#contract.passes[index]!);
    return pixels && this.#infer(index, startedAtMs, pixels);
  }

  async #infer(
    index: number,
    startedAtMs: number,
    pixels: Pixels,
    options?: RunOptions,
  ): Promise<PassResult> {
    const decodedAtMs = performance.now();
    this.#isDamaged ||= pixels.isDamaged === true;
    const result = await this.#session.run(pixels, options);
    const pass = index + 1;
    this.#steps.push(
      { name: 'decode', pass, startedAtMs, endedAtMs: decodedAtMs },
      { name: 'inference', pass, startedAtMs: decodedAtMs, endedAtMs: performance.now() },
    );
    this.#decodeMs += decodedAtMs - startedAtMs;
    this.#inferenceMs += result.inferenceMs;
    return { answer: answerOf(this.#contract, result), result };
  }
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

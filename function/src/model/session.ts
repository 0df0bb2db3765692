import type { InferenceSession as OrtSession, TypedTensor } from 'onnxruntime-node';
import * as ort from 'onnxruntime-node';
import type { Pixels } from '../image/pixels.ts';
import type { ModelContract } from './contract.ts';
import { mismatch } from './contract-error.ts';

// ONNX Runtime would send usage data to its maker, and keep an id of this machine and a database for that. It reads the
// variable when it makes its first session.
process.env.ORT_DISABLE_TELEMETRY ??= '1';

export type InferenceResult = {
  probabilities: Float32Array;
  petScore: number;
  inferenceMs: number;
  /** Evidence in log odds, row by row: where it was wanted. */
  saliency?: Float32Array;
};

export type RunOptions = { saliency?: boolean };

/** A model that is loaded. */
export type Session = {
  /** @param options.saliency only of a model whose contract has that output */
  run(pixels: Pixels, options?: RunOptions): Promise<InferenceResult>;
  close(): Promise<void>;
};

/** Loads the weights into ONNX Runtime. @throws ContractError when the graph and the contract differ */
export async function createSession(
  weights: Uint8Array,
  contract: ModelContract,
  { intraOpThreads }: { intraOpThreads: number },
): Promise<Session> {
  const session = await ort.InferenceSession.create(weights, {
    executionProviders: ['cpu'],
    intraOpNumThreads: intraOpThreads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // The arena keeps what a large input once needed; one input at a time needs little.
    enableCpuMemArena: true,
  }).catch((cause) => {
    throw mismatch(contract.weights.file, 'graph', 'one that ONNX Runtime loads', String(cause));
  });
  await checkGraph(session, contract);
  const { input, outputs } = contract;
  const fetches = [outputs.probabilities.name, outputs.petScore.name];
  const saliencyName = outputs.saliency?.name;
  return {
    async run({ data, width, height }, { saliency = false } = {}) {
      if (saliency && saliencyName === undefined) throw new Error('the model has no saliency output');
      const startedAtMs = performance.now();
      const feeds = { [input.name]: new ort.Tensor('uint8', data, [1, height, width, 3]) };
      const results = await session.run(feeds, saliency ? [...fetches, saliencyName!] : fetches);
      const probabilities = (results[outputs.probabilities.name] as TypedTensor<'float32'>).data;
      const petScore = (results[outputs.petScore.name] as TypedTensor<'float32'>).data[0]!;
      const result = { probabilities, petScore, inferenceMs: performance.now() - startedAtMs };
      if (!saliency) return result;
      return { ...result, saliency: (results[saliencyName!] as TypedTensor<'float32'>).data };
    },
    close: () => session.release(),
  };
}

/** Compares names, labels and shapes with what the graph has and gives. @throws ContractError */
async function checkGraph(session: OrtSession, contract: ModelContract): Promise<void> {
  const { input, outputs, passes, weights, labels } = contract;
  const outputNames = ['labels', ...Object.values(outputs).map(({ name }) => name)];
  for (const [kind, names, known] of [
    ['input', [input.name], session.inputNames],
    ['output', outputNames, session.outputNames],
  ] as const) {
    const missing = names.find((name) => !known.includes(name));
    if (missing !== undefined) throw mismatch(weights.file, `${kind} name`, missing, known);
  }
  const { width, height } = passes[0]!;
  const blank = new ort.Tensor('uint8', new Uint8Array(width * height * 3), [1, height, width, 3]);
  const results = await session.run({ [input.name]: blank }, outputNames);
  const names = results.labels?.data;
  const found = Array.isArray(names) ? names : [];
  if (JSON.stringify(found) !== JSON.stringify(labels)) {
    throw mismatch('model.json', `labels (against ${weights.file})`, found, labels);
  }
  // Both outputs can be near 1; only their shapes reveal a swap.
  for (const { name, shape } of Object.values(outputs)) {
    const { type, dims } = results[name]!;
    if (type !== 'float32') throw mismatch(weights.file, `output ${name}: type`, 'float32', type);
    if (JSON.stringify(dims) !== JSON.stringify(shape)) {
      throw mismatch(weights.file, `output ${name}: shape`, shape, dims);
    }
  }
}

import type { InferenceSession as OrtSession, TypedTensor } from 'onnxruntime-node';
import * as ort from 'onnxruntime-node';
import type { ModelContract } from './contract.ts';
import { mismatch } from './contract-error.ts';

/** Raw sRGB pixels, 3 bytes each, row by row from the top left. */
export type Pixels = { data: Uint8Array; width: number; height: number };

export type InferenceResult = { probabilities: Float32Array; inferenceMs: number };

export type SessionOptions = { intraOpThreads: number };

/** A model that is loaded. */
export type Session = {
  run(pixels: Pixels): Promise<InferenceResult>;
  close(): Promise<void>;
};

/**
 * Loads the weights into ONNX Runtime in this thread.
 * @throws ContractError when the graph and the contract differ
 */
export async function createSession(
  weights: Uint8Array,
  contract: ModelContract,
  options: SessionOptions,
): Promise<Session> {
  const session = await loadGraph(weights, contract.weights.file, {
    executionProviders: ['cpu'],
    intraOpNumThreads: options.intraOpThreads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // The arena keeps what a large input once needed; one input at a time needs little.
    enableCpuMemArena: true,
  });
  await checkLabels(session, contract);
  const { input, output } = contract;
  return {
    async run({ data, width, height }) {
      const startedAtMs = performance.now();
      const feeds = { [input.name]: new ort.Tensor('uint8', data, [1, height, width, 3]) };
      const results = await session.run(feeds, [output.name]);
      const probabilities = (results[output.name] as TypedTensor<'float32'>).data;
      return { probabilities, inferenceMs: performance.now() - startedAtMs };
    },
    close: () => session.release(),
  };
}

async function loadGraph(
  weights: Uint8Array,
  file: string,
  options: OrtSession.SessionOptions,
): Promise<OrtSession> {
  try {
    return await ort.InferenceSession.create(weights, options);
  } catch (cause) {
    throw mismatch(file, 'graph', 'one that ONNX Runtime loads', String(cause));
  }
}

const LABELS_OUTPUT = 'labels';

async function checkLabels(session: OrtSession, contract: ModelContract): Promise<void> {
  const file = contract.weights.file;
  for (const [kind, names, name] of [
    ['input', session.inputNames, contract.input.name],
    ['output', session.outputNames, contract.output.name],
    ['output', session.outputNames, LABELS_OUTPUT],
  ] as const) {
    if (!names.includes(name)) throw mismatch(file, `${kind} name`, name, names);
  }
  const { width, height } = contract.passes[0]!;
  const blank = new ort.Tensor('uint8', new Uint8Array(width * height * 3), [1, height, width, 3]);
  const result = await session.run({ [contract.input.name]: blank }, [LABELS_OUTPUT]);
  const labels = result[LABELS_OUTPUT]?.data;
  const found = Array.isArray(labels) ? labels : [];
  if (JSON.stringify(found) !== JSON.stringify(contract.labels)) {
    throw mismatch('model.json', `labels (against ${file})`, found, contract.labels);
  }
}

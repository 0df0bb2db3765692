import type { Config } from '../config.ts';
import { DecodeGate } from '../image/decode-gate.ts';
import { type Classifier, createClassifier } from './classifier.ts';
import { readArtifact } from './contract.ts';
import { createSession } from './session.ts';
import { createWorkerSession, InferenceWorker } from './worker-session.ts';

/** @param onDeath is told when a thread ends by itself */
export function startWorkers(config: Config, onDeath: (error: Error) => void): InferenceWorker[] {
  return Array.from({ length: config.INFERENCE_WORKERS }, () => new InferenceWorker(onDeath));
}

/**
 * Reads the released model, checks it, and makes the prediction of its self-test.
 * @throws ContractError
 */
export async function loadClassifier(config: Config, workers: InferenceWorker[]): Promise<Classifier> {
  const artifact = await readArtifact(config.MODEL_PATH);
  const { weights, contract } = artifact;
  const options = { intraOpThreads: config.INTRA_OP_THREADS };
  const session =
    workers.length === 0
      ? await createSession(weights, contract, options)
      : await createWorkerSession(workers, weights, contract, options);
  const gate = new DecodeGate(config.DECODE_CONCURRENCY, config.MAX_DECODE_BYTES);
  const classifier = createClassifier(artifact, session, { maxPixels: config.MAX_PIXELS, gate });
  await classifier.selfTest();
  return classifier;
}

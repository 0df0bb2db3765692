import type { Config } from '../config.ts';
import { DecodeGate } from '../image/decode-gate.ts';
import { HeicDecoder } from '../image/heic/decoder.ts';
import { type Classifier, createClassifier } from './classifier.ts';
import { readArtifact } from './contract.ts';
import { createSession } from './session.ts';

/** Reads the released model, checks it, and makes the prediction of its self-test. @throws ContractError */
export async function loadClassifier(config: Config): Promise<Classifier> {
  const artifact = await readArtifact(config.MODEL_PATH);
  const session = await createSession(artifact.weights, artifact.contract, {
    intraOpThreads: config.INTRA_OP_THREADS,
  });
  const gate = new DecodeGate(config.DECODE_CONCURRENCY, config.MAX_DECODE_BYTES);
  const classifier = createClassifier(artifact, session, {
    maxPixels: config.MAX_PIXELS,
    timeoutSeconds: config.DECODE_TIMEOUT_SECONDS,
    gate,
    heic: config.HEIC === 'on' ? new HeicDecoder() : undefined,
  });
  await classifier.selfTest();
  return classifier;
}

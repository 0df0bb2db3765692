import { parseConfig } from '../src/config.ts';
import { DecodeGate } from '../src/image/decode-gate.ts';
import { answerOf } from '../src/model/answer.ts';
import { createClassifier } from '../src/model/classifier.ts';
import { readArtifact } from '../src/model/contract.ts';
import { createSession } from '../src/model/session.ts';
import type { PhotoClassifier } from './classifier.ts';

/**
 * The function's own decode and model, in this process, configured by the same variables.
 * @throws ConfigError, ContractError as the function does at its start
 */
export async function inProcessClassifier(env: NodeJS.ProcessEnv): Promise<PhotoClassifier> {
  const config = parseConfig(env);
  const artifact = await readArtifact(config.MODEL_PATH);
  const session = await createSession(artifact.weights, artifact.contract, {
    intraOpThreads: config.INTRA_OP_THREADS,
  });
  const classifier = createClassifier(artifact, session, {
    maxPixels: config.MAX_PIXELS,
    gate: new DecodeGate(config.DECODE_CONCURRENCY, config.MAX_DECODE_BYTES),
  });
  return {
    async classify(photo) {
      const { name, version } = artifact.contract;
      return { ...answerOf(await classifier.classify(photo)), model: { name, version } };
    },
    close: () => classifier.close(),
  };
}

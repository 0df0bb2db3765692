import { parseConfig } from '../src/config.ts';
import { answerOf } from '../src/model/answer.ts';
import { loadClassifier } from '../src/model/load.ts';
import type { PhotoClassifier } from './classifier.ts';

/**
 * The function's own decode and model, in this process, configured by the same variables.
 * @throws ConfigError, ContractError as the function does at its start
 */
export async function inProcessClassifier(env: NodeJS.ProcessEnv): Promise<PhotoClassifier> {
  const classifier = await loadClassifier(parseConfig(env));
  const { name, version } = classifier.contract;
  return {
    classify: async (photo) => ({ ...answerOf(await classifier.classify(photo)), model: { name, version } }),
    close: () => classifier.close(),
  };
}

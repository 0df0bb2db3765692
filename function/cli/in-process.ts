import { parseConfig } from '../src/config.ts';
import { bodyTooLarge, RequestError, toRequestError } from '../src/errors.ts';
import { answerOf } from '../src/model/answer.ts';
import { loadClassifier } from '../src/model/load.ts';
import type { PhotoClassifier } from './classifier.ts';

/**
 * The function's own decode and model, in this process, configured by the same variables. A photo gets the same answer
 * or error as by the function's address.
 * @throws ConfigError, ContractError as the function does at its start
 */
export async function inProcessClassifier(env: NodeJS.ProcessEnv): Promise<PhotoClassifier> {
  const config = parseConfig(env);
  const classifier = await loadClassifier(config);
  const { name, version } = classifier.contract;
  return {
    async classify(photo) {
      // What the function checks before it decodes.
      if (photo.length === 0) throw new RequestError('file_empty', 'The file has no bytes.');
      if (photo.length > config.MAX_UPLOAD_BYTES) throw bodyTooLarge(config.MAX_UPLOAD_BYTES);
      const prediction = await classifier.classify(photo).catch((thrown: unknown) => {
        throw toRequestError(thrown);
      });
      return { ...answerOf(prediction), model: { name, version } };
    },
    close: () => classifier.close(),
  };
}

import { decode } from '../image/decode.ts';
import { type ModelArtifact, type ModelContract, mismatch } from './contract.ts';
import { type Prediction, predict } from './prediction.ts';
import { createSession } from './session.ts';

/** A photo in, an answer out: decode and model together, as the function serves them. */
export type Classifier = {
  readonly contract: ModelContract;
  classify(photo: Buffer): Promise<Prediction>;
  /** Judges the built-in picture. @throws ContractError when the answer is not the expected one */
  selfTest(): Promise<void>;
  close(): Promise<void>;
};

export type ClassifierOptions = { intraOpThreads: number; maxPixels: number };

export async function createClassifier(
  artifact: ModelArtifact,
  options: ClassifierOptions,
): Promise<Classifier> {
  const { contract } = artifact;
  const session = await createSession(artifact.weights, contract, options);
  const classify = (photo: Buffer) =>
    predict(contract, session, (pass) => decode(photo, pass, contract.preprocessing, options.maxPixels));
  return {
    contract,
    classify,
    async selfTest() {
      const { file, label, probability, tolerance } = contract.selfTest;
      const found = await classify(artifact.selfTestPhoto);
      const foundProbability = found.probabilities[label] ?? 0;
      if (found.label !== label) throw mismatch(file, 'self-test label', label, found.label);
      if (Math.abs(foundProbability - probability) > tolerance) {
        throw mismatch(file, 'self-test probability', `${probability} +- ${tolerance}`, foundProbability);
      }
    },
    close: () => session.close(),
  };
}

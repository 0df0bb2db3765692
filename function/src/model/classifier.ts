import { type DecodeLimits, decodePhoto, openPhoto, type Photo, photoOfPixels } from '../image/decode.ts';
import type { ModelArtifact, ModelContract } from './contract.ts';
import { mismatch } from './contract-error.ts';
import { type Prediction, predict } from './prediction.ts';
import type { Pixels, Session } from './session.ts';

/** A photo in, an answer out: decode and model together, as the function serves them. */
export type Classifier = {
  readonly contract: ModelContract;
  classify(photo: Buffer): Promise<Prediction>;
  /** The same for a picture that is decoded already, of any size. */
  classifyPixels(pixels: Pixels): Promise<Prediction>;
  /** Judges the built-in picture. @throws ContractError when the answer is not the expected one */
  selfTest(): Promise<void>;
  close(): Promise<void>;
};

export function createClassifier(
  artifact: ModelArtifact,
  session: Session,
  limits: DecodeLimits,
): Classifier {
  const { contract } = artifact;
  // Of the artifact only the picture is kept: the session has a copy of the weights.
  const { selfTestPhoto } = artifact;
  const judge = (photo: Photo) =>
    predict(contract, session, (pass) => decodePhoto(photo, pass, contract.preprocessing, limits.gate));
  const classify = async (bytes: Buffer) => judge(await openPhoto(bytes, limits));
  return {
    contract,
    classify,
    classifyPixels: (pixels) => judge(photoOfPixels(pixels)),
    async selfTest() {
      const { file, label, probability, petScore, tolerance } = contract.selfTest;
      const found = await classify(selfTestPhoto);
      const foundProbability = found.probabilities[label] ?? 0;
      if (found.label !== label) throw mismatch(file, 'self-test label', label, found.label);
      if (Math.abs(foundProbability - probability) > tolerance) {
        throw mismatch(file, 'self-test probability', `${probability} +- ${tolerance}`, foundProbability);
      }
      if (Math.abs(found.petScore - petScore) > tolerance) {
        throw mismatch(file, 'self-test pet score', `${petScore} +- ${tolerance}`, found.petScore);
      }
    },
    close: () => session.close(),
  };
}

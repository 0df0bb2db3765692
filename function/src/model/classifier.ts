import { RequestError } from '../errors.ts';
import { type DecodeLimits, decodePhoto, openPhoto, type Photo, photoOfPixels } from '../image/decode.ts';
import type { Pixels } from '../image/pixels.ts';
import type { ModelArtifact, ModelContract, Pass } from './contract.ts';
import { mismatch } from './contract-error.ts';
import { explain, type Prediction, predict, type Saliency } from './prediction.ts';
import type { Session } from './session.ts';

/** An answer with the reason for it, and the photo that both are about. */
export type Explanation = { prediction: Prediction; saliency: Saliency; photo: Photo };

/** A photo in, an answer out: decode and model together, as the function serves them. */
export type Classifier = {
  readonly contract: ModelContract;
  readonly limits: DecodeLimits;
  classify(photo: Buffer): Promise<Prediction>;
  /** @throws RequestError explanation_unavailable, of a model that gives no reasons */
  explain(photo: Buffer): Promise<Explanation>;
  /** The same for a picture that is decoded already, of any size. */
  classifyPixels(pixels: Pixels): Promise<Prediction>;
  /** Classifies the built-in picture. @throws ContractError when the answer is not the expected one */
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
  const decoderOf = (photo: Photo) => (pass: Pass) =>
    decodePhoto(photo, pass, contract.preprocessing, limits.gate);
  const predictPhoto = (photo: Photo) => predict(contract, session, decoderOf(photo));
  const classify = async (bytes: Buffer) => predictPhoto(await openPhoto(bytes, limits));
  return {
    contract,
    limits,
    classify,
    async explain(bytes) {
      if (contract.outputs.saliency === undefined) {
        throw new RequestError('explanation_unavailable', 'The model that is served here gives no reasons.');
      }
      const photo = await openPhoto(bytes, limits);
      const { saliency, ...prediction } = await explain(contract, session, decoderOf(photo));
      return { prediction, saliency, photo };
    },
    classifyPixels: (pixels) => predictPhoto(photoOfPixels(pixels)),
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

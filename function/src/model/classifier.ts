import { RequestError } from '../errors.ts';
import { decodePhoto } from '../image/decode.ts';
import { type DecodeLimits, openPhoto, type Photo, photoOfPixels } from '../image/photo.ts';
import type { Pixels } from '../image/pixels.ts';
import { decodeQuickly } from '../image/quick-decode.ts';
import type { ModelArtifact } from './contract.ts';
import { mismatch } from './contract-error.ts';
import { type Decoder, explain, predict } from './prediction.ts';
import type { Session } from './session.ts';

export type Classifier = ReturnType<typeof createClassifier>;

/** A photo in, an answer out: decode and model together, as the function serves them. */
export function createClassifier(artifact: ModelArtifact, session: Session, limits: DecodeLimits) {
  const { contract } = artifact;
  // Of the artifact only the picture is kept: the session has a copy of the weights.
  const { selfTestPhoto } = artifact;
  const sidePixels = Math.max(...contract.passes.flatMap(({ width, height }) => [width, height]));
  const decoderOf = (photo: Photo): Decoder => ({
    decode: (pass) => decodePhoto(photo, pass, contract.preprocessing, limits.gate),
    decodeQuickly: (pass) => photo.plainJpeg && decodeQuickly(photo.plainJpeg, pass),
  });
  const predictPhoto = (photo: Photo) => predict(contract, session, decoderOf(photo));
  const classify = async (bytes: Buffer) => predictPhoto(await openPhoto(bytes, limits, sidePixels));
  return {
    contract,
    limits,
    selfTestPhoto,
    classify,
    /**
     * An answer with the reason for it, and the photo that both are about.
     * @throws RequestError explanation_unavailable, of a model that gives no reasons
     */
    async explain(bytes: Buffer) {
      if (contract.outputs.saliency === undefined) {
        throw new RequestError('explanation_unavailable', 'The model that is served here gives no reasons.');
      }
      const photo = await openPhoto(bytes, limits, sidePixels);
      const { saliency, ...prediction } = await explain(contract, session, decoderOf(photo));
      return { prediction, saliency, photo };
    },
    /** The same for a picture that is decoded already, of any size. */
    classifyPixels: (pixels: Pixels) => predictPhoto(photoOfPixels(pixels)),
    /** Classifies the built-in picture. @throws ContractError when the answer is not the expected one */
    async selfTest(): Promise<void> {
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
    async close() {
      await limits.heic?.close();
      await session.close();
    },
  };
}

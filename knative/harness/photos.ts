import { photosOf, samplePhotos } from '../../function/bench/photos.ts';
import { inProcessClassifier } from '../../function/cli/in-process.ts';

/** A photo, and what the released model says of it in this process. */
export interface KnownPhoto {
  content: Buffer;
  prediction: string;
  probability: number;
}

/** JPEGs of many sizes: those of the folder that PHOTOS names, otherwise derived from the sample cat. */
export async function knownPhotos(): Promise<KnownPhoto[]> {
  const folder = process.env.PHOTOS;
  const { mix } = folder ? await photosOf(folder) : await samplePhotos();
  const classifier = await inProcessClassifier({});
  const known: KnownPhoto[] = [];
  for (const content of mix) {
    const { prediction, probability } = await classifier.classify(content);
    known.push({ content, prediction, probability });
  }
  await classifier.close();
  return known;
}

import { readFile } from 'node:fs/promises';

/** The answer to one photo, by the names of `POST /predict`. */
export interface Answer {
  prediction: string;
  probability: number;
  probabilities: Record<string, number>;
}

/** Something that tells what is in a photo: the model in this process, or a function elsewhere. */
export interface PhotoClassifier {
  /** @throws Error whose message tells a person what to do */
  classify(photo: Buffer): Promise<Answer>;
  close(): Promise<void>;
}

export type Outcome = { file: string } & (Answer | { error: string });

const READ_ERRORS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder: name the photos in it',
  EACCES: 'this file may not be read',
};

/** Reads and classifies one file; a failure becomes its outcome, so that the other files go on. */
export async function classifyFile(classifier: PhotoClassifier, file: string): Promise<Outcome> {
  try {
    const { prediction, probability, probabilities } = await classifier.classify(await readPhoto(file));
    return { file, prediction, probability, probabilities };
  } catch (error) {
    return { file, error: error instanceof Error ? error.message : String(error) };
  }
}

async function readPhoto(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new Error(READ_ERRORS[code] ?? message, { cause });
  }
}

/** One line for a person. */
export function describe(outcome: Outcome): string {
  if ('error' in outcome) return `${outcome.file}: ${outcome.error}`;
  return `${outcome.file}: ${outcome.prediction} ${(outcome.probability * 100).toFixed(1)} %`;
}

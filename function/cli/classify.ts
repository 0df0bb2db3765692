import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { type Answer, sha256Of } from '../src/model/answer.ts';
import type { PhotoClassifier } from './classifier.ts';
import type { Paint } from './output.ts';

export type Outcome = { file: string } & (
  | (Omit<Answer, 'confidence'> & { photo_sha256: string; model?: string })
  | { error: string }
);

const READ_ERRORS: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder: name the photos in it',
  EACCES: 'this file may not be read',
};

/**
 * Reads and classifies one file; a failure becomes its outcome, so that the other files go on.
 * @param source its path, where its name is not one
 */
export async function classifyFile(
  classifier: PhotoClassifier,
  file: string,
  source: string | Buffer = file,
): Promise<Outcome> {
  try {
    const photo = await readPhoto(source);
    const answer = await classifier.classify(photo);
    const { prediction, probability, probabilities, is_pet, pet_score, needs_review, model } = answer;
    return {
      ...{ file, photo_sha256: sha256Of(photo) },
      ...{ prediction, probability, probabilities, is_pet, pet_score, needs_review },
      ...(model !== undefined && { model: model.version }),
    };
  } catch (error) {
    return { file, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads a file, or standard input for `-`. @throws Error whose message tells a person why */
export async function readPhoto(file: string | Buffer): Promise<Buffer> {
  try {
    return file === '-' ? await buffer(process.stdin) : await readFile(file);
  } catch (cause) {
    const { code = '', message } = cause as NodeJS.ErrnoException;
    throw new Error(READ_ERRORS[code] ?? message, { cause });
  }
}

/** One line for a person. */
export function describe(outcome: Outcome, paint: Paint = (text) => text): string {
  if ('error' in outcome) return paint(`${outcome.file}: ${outcome.error}`, 'red');
  const answer = `${outcome.file}: ${outcome.prediction} ${(outcome.probability * 100).toFixed(1)} %`;
  // A function elsewhere may be of a version that says nothing of these.
  const doubts = [outcome.needs_review && 'needs review', outcome.is_pet === false && 'not a pet?'];
  const painted = doubts.filter((doubt) => typeof doubt === 'string').map((doubt) => paint(doubt, 'yellow'));
  return [answer, ...painted].join(', ');
}

import { stat } from 'node:fs/promises';
import path from 'node:path';
import pMap, { pMapSkip } from 'p-map';
import type { ClassifierAnswer, ClassifierError, PhotoClassifier } from '../classifier.ts';
import { readPhoto } from '../classify.ts';
import type { ResultFile, Row } from './result-file.ts';
import { patiently } from './retry.ts';
import type { Sorter } from './sorting.ts';

// Far more than any function takes: so large a file is not even read.
const MAX_FILE_BYTES = 100 * 2 ** 20;

export type FolderRun = {
  folder: string;
  files: readonly string[];
  classifier: PhotoClassifier;
  results: ResultFile;
  sorter: Sorter | undefined;
  concurrency: number;
  retries: number;
  /** Aborted when no further photo shall be begun. */
  signal: AbortSignal;
  /** Told of each photo that is done. */
  onRow: (row: Row) => void;
};

export type FolderOutcome = {
  failed: number;
  /** Files that could not be sorted, and why. */
  unsorted: { file: string; reason: string }[];
  /** Why the run ended before its end, with no row for the photos that are left. */
  stoppedBy?: Error;
};

/** Judges the photos that have no row yet, and writes a row for each. */
export async function classifyFolder(run: FolderRun): Promise<FolderOutcome> {
  const { files, results, sorter, signal, concurrency, onRow } = run;
  const outcome: FolderOutcome = { failed: 0, unsorted: [] };
  const former = new Map(results.former.map((row) => [row.file, row]));
  const inner = new AbortController();
  const either = AbortSignal.any([signal, inner.signal]);

  const sort = async (row: Row) => {
    try {
      await sorter?.place(row);
    } catch (error) {
      outcome.unsorted.push({ file: row.file, reason: (error as Error).message });
    }
  };
  const judge = async (file: string) => {
    if (either.aborted) return pMapSkip;
    // It may have been judged, but not sorted, when the run before broke off.
    const known = former.get(file);
    if (known !== undefined) {
      if (known.error_code !== undefined) outcome.failed += 1;
      await sort(known);
      return pMapSkip;
    }
    try {
      const row = await rowOf(file, run, either);
      await results.add(row);
      if (row.error_code !== undefined) outcome.failed += 1;
      onRow(row);
      await sort(row);
    } catch (error) {
      if (!either.aborted) outcome.stoppedBy = error as Error;
      inner.abort();
    }
    return pMapSkip;
  };
  await pMap(files, judge, { concurrency });
  return outcome;
}

/** @throws Error when it says nothing of the photo */
async function rowOf(
  file: string,
  { folder, classifier, retries }: FolderRun,
  signal: AbortSignal,
): Promise<Row> {
  const source = path.join(folder, file);
  let photo: Buffer;
  try {
    if ((await stat(source)).size > MAX_FILE_BYTES)
      throw new Error(`it has more than ${MAX_FILE_BYTES} bytes`);
    photo = await readPhoto(source);
  } catch (error) {
    return { file, error_code: 'unreadable', error: (error as Error).message };
  }
  try {
    return answerRow(file, await patiently(() => classifier.classify(photo), retries, signal));
  } catch (error) {
    const { code, passing, hopeless, message } = error as ClassifierError;
    if (passing || hopeless || (error as Error).name === 'AbortError') throw error;
    return { file, error_code: code ?? 'internal_error', error: message };
  }
}

function answerRow(file: string, answer: ClassifierAnswer): Row {
  const { prediction, probability, is_pet, pet_score, needs_review, model } = answer;
  return {
    file,
    prediction,
    probability,
    is_pet,
    pet_score,
    needs_review,
    ...(model !== undefined && { model: model.version }),
  };
}

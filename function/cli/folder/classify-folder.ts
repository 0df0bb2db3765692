import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { pMapIterable } from 'p-map';
import pRetry from 'p-retry';
import { sha256Of } from '../../src/model/answer.ts';
import { ClassifierError, type PhotoClassifier, type Reason } from '../classifier.ts';
import { readPhoto } from '../classify.ts';
import { pathBelow } from './file-names.ts';
import type { ResultFile, Row } from './result-file.ts';
import type { Sorter } from './sorting.ts';

// Far more than any function takes: so large a file is not even read.
const MAX_FILE_BYTES = 100 * 2 ** 20;
// So many rows may wait for one before them.
const MAX_WAITING_ROWS = 1000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

export type FolderRun = {
  folder: string;
  files: readonly string[];
  classifier: PhotoClassifier;
  results: ResultFile;
  sorter: Sorter | undefined;
  concurrency: number;
  /** Whether rows are written in the order in which photos are done, not in that of the files. */
  unordered?: boolean;
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

/** Classifies the photos that have no row yet, and writes a row for each, in the order of the files. */
export async function classifyFolder(run: FolderRun): Promise<FolderOutcome> {
  const { files, results, sorter, signal, concurrency, unordered = false, onRow } = run;
  const outcome: FolderOutcome = { failed: 0, unsorted: [] };
  const former = new Map(results.former.map((row) => [row.file, row]));
  const inner = new AbortController();
  const either = AbortSignal.any([signal, inner.signal]);
  const stop = (error: unknown) => {
    if (!either.aborted) outcome.stoppedBy = error as Error;
    inner.abort();
  };

  /** Undefined for a photo that gets no row in this run. */
  const classify = async (file: string): Promise<{ row: Row; isNew: boolean } | undefined> => {
    if (either.aborted) return undefined;
    try {
      const row = former.get(file);
      if (row !== undefined) return { row, isNew: false };
      return { row: await rowOf(file, run, either), isNew: true };
    } catch (error) {
      stop(error);
      return undefined;
    }
  };
  const finish = async ({ row, isNew }: { row: Row; isNew: boolean }) => {
    if (isNew) {
      await results.add(row);
      onRow(row);
    }
    if (row.error_code !== undefined) outcome.failed += 1;
    // A former row may not have been sorted when the run before broke off.
    await sorter?.(row).catch((error: Error) => {
      outcome.unsorted.push({ file: row.file, reason: error.message });
    });
  };
  const rows = pMapIterable(files, classify, {
    concurrency,
    backpressure: concurrency + MAX_WAITING_ROWS,
    preserveOrder: !unordered,
  });
  // After a stop, too: the photos that are done have their rows.
  for await (const done of rows) if (done !== undefined) await finish(done).catch(stop);
  return outcome;
}

/** @throws Error when it says nothing of the photo */
async function rowOf(
  file: string,
  { folder, classifier, retries }: FolderRun,
  signal: AbortSignal,
): Promise<Row> {
  const source = pathBelow(folder, file);
  let photo: Buffer;
  try {
    if ((await stat(source)).size > MAX_FILE_BYTES) {
      return {
        file,
        error_code: 'body_too_large',
        error: `A photo may have at most ${MAX_FILE_BYTES} bytes.`,
      };
    }
    photo = await readPhoto(source);
  } catch (error) {
    return { file, error_code: 'unreadable', error: (error as Error).message };
  }
  const photo_sha256 = sha256Of(photo);
  try {
    const answer = await withRetries(() => classifier.classify(photo), retries, signal);
    const { prediction, probability, is_pet, pet_score, needs_review, model } = answer;
    const row = { file, photo_sha256, prediction, probability, is_pet, pet_score, needs_review };
    return model === undefined ? row : { ...row, model: model.version };
  } catch (error) {
    const { message, name } = error as Error;
    const { code = 'internal_error', passing, hopeless } = reasonOf(error);
    if (passing || hopeless || name === 'AbortError') throw error;
    return { file, photo_sha256, error_code: code, error: message };
  }
}

// The model in this process throws the function's own errors, which have a code as well.
const reasonOf = (error: unknown): Partial<Reason> =>
  error instanceof ClassifierError ? error.reason : (error as { code?: string });

/**
 * Retries while the reason for no answer may pass, with exponential backoff, never sooner than the function asked for.
 * The backoff is random, so that many clients do not come back at once.
 * @throws what `ask` threw last; AbortError when `signal` aborts a wait
 */
function withRetries<T>(ask: () => Promise<T>, retries: number, signal: AbortSignal): Promise<T> {
  return pRetry(ask, {
    retries,
    minTimeout: FIRST_WAIT_MS,
    maxTimeout: LONGEST_WAIT_MS,
    factor: 2,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => reasonOf(error).passing === true,
    async onFailedAttempt({ error, retriesLeft }) {
      const waitMs = reasonOf(error).retryAfterMs;
      if (waitMs !== undefined && retriesLeft > 0)
        await pause(Math.min(waitMs, LONGEST_WAIT_MS), undefined, { signal });
    },
  });
}

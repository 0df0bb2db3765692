import { parseArgs } from 'node:util';
import type { PhotoClassifier } from '../classifier.ts';
import { openClassifier } from '../open-classifier.ts';
import { classifyFolder, type FolderOutcome } from './classify-folder.ts';
import { findPhotos } from './photo-files.ts';
import { Progress } from './progress.ts';
import { ResultFile } from './result-file.ts';
import { Sorter } from './sorting.ts';

const HELP = `Tells cats from dogs in all photos of a folder and below it.

  npx . classify DIR --out FILE.csv|FILE.jsonl [options]

  --out FILE       one row a photo; photos that have a row already are not judged again, so the same
                   command goes on after a break
  --url URL        ask the function that runs there; without it the model runs in this process.
                   The API key, if it wants one, is taken from CATS_VS_DOGS_API_KEY
  --concurrency N  photos at once, 1 to 256 (8)
  --retries N      how often a photo is tried again while the function is busy or away, 0 to 100 (8)
  --copy-to DIR    copy each photo into cat, dog, review or not-a-pet below DIR
  --move-to DIR    move it there
  --help           this text

Ends with 0 when all photos were judged, 1 when some have errors in their rows or could not be sorted, 2 when it could
not go on, 130 after Ctrl-C.`;

const INTERRUPTED = 130;

type Options = {
  folder: string;
  out: string;
  url: string | undefined;
  concurrency: number;
  retries: number;
  sortTo: { folder: string; how: 'copy' | 'move' } | undefined;
};

/** The command `classify`; returns its exit code. */
export async function classifyFolderCommand(args: string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options !== undefined) return await run(options);
    console.log(HELP);
    return 0;
  } catch (error) {
    console.error(`classify: ${(error as Error).message}\n\nnpx . classify --help tells how it is used`);
    return 2;
  }
}

/** @returns undefined where help is asked for; @throws Error for options that are not allowed */
export function parseOptions(args: string[]): Options | undefined {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: text,
      url: text,
      concurrency: { type: 'string', default: '8' },
      retries: { type: 'string', default: '8' },
      'copy-to': text,
      'move-to': text,
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new Error('name one folder');
  if (values.out === undefined) throw new Error('--out FILE.csv or FILE.jsonl is missing');
  const { 'copy-to': copyTo, 'move-to': moveTo } = values;
  if (copyTo !== undefined && moveTo !== undefined) throw new Error('give --copy-to or --move-to, not both');
  const sortTo = copyTo ?? moveTo;
  return {
    folder,
    out: values.out,
    url: values.url,
    concurrency: integer('--concurrency', values.concurrency, 1, 256),
    retries: integer('--retries', values.retries, 0, 100),
    sortTo:
      sortTo === undefined ? undefined : { folder: sortTo, how: copyTo === undefined ? 'move' : 'copy' },
  };
}

function integer(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new Error(`${name} must be an integer from ${min} to ${max}, found: ${text}`);
}

async function run({ folder, out, url, concurrency, retries, sortTo }: Options): Promise<number> {
  const { files, others } = await findPhotos(folder, sortTo === undefined ? [] : [sortTo.folder]);
  const results = await ResultFile.open(out);
  let classifier: PhotoClassifier;
  try {
    classifier = await openClassifier(url, { apiKey: process.env.CATS_VS_DOGS_API_KEY });
  } catch (error) {
    await results.close();
    throw error;
  }
  const interrupt = new AbortController();
  // The second one ends it at once, as it does everywhere.
  process.once('SIGINT', () => interrupt.abort());
  const done = new Set(results.former.map(({ file }) => file));
  const former = files.filter((file) => done.has(file)).length;
  const progress = new Progress(files.length, former);
  const outcome = await classifyFolder({
    folder,
    files,
    classifier,
    results,
    sorter: sortTo && new Sorter(folder, sortTo.folder, sortTo.how),
    concurrency,
    retries,
    signal: interrupt.signal,
    onRow: (row) => progress.add(row.error_code !== undefined),
  });
  progress.stop();
  await classifier.close();
  await results.close();
  return conclude(outcome, {
    out,
    others,
    photosPerSecond: progress.photosPerSecond,
    interrupted: interrupt.signal.aborted,
  });
}

type Circumstances = { out: string; others: number; photosPerSecond: number; interrupted: boolean };

function conclude(
  { failed, unsorted, stoppedBy }: FolderOutcome,
  { out, others, photosPerSecond, interrupted }: Circumstances,
): number {
  for (const { file, reason } of unsorted) console.error(`${file} was not sorted: ${reason}`);
  if (others > 0) console.error(`${others} files are no photos by their names and were left out`);
  const speed = photosPerSecond > 0 ? `${photosPerSecond.toFixed(1)} photos/s; ` : '';
  console.error(`${speed}the rows are in ${out}`);
  if (interrupted || stoppedBy !== undefined) {
    if (stoppedBy !== undefined) console.error(`stopped: ${stoppedBy.message}`);
    console.error('the same command goes on from here');
    return stoppedBy === undefined ? INTERRUPTED : 2;
  }
  if (failed > 0) console.error(`${failed} photos could not be judged: see the column error`);
  return failed > 0 || unsorted.length > 0 ? 1 : 0;
}

import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { integer } from '../../../tools/cli/options.ts';
import { messageOf, UsageError } from '../../../tools/failure.ts';
import { plural } from '../../../tools/plural.ts';
import { readFileList } from '../file-list.ts';
import { classifyFolder, type FolderOutcome } from '../folder/classify-folder.ts';
import { findPhotos, type LeftOut } from '../folder/photo-files.ts';
import { startProgress } from '../folder/progress.ts';
import { openResultFile } from '../folder/result-file.ts';
import { createSorter } from '../folder/sorting.ts';
import { openClassifier } from '../open-classifier.ts';
import { painterOf } from '../output.ts';

const STOPPED = 3;
const INTERRUPTED = 130;

export default () =>
  new Command()
    .description('Tells cats from dogs in all photos of a folder and below it.')
    .argument('<folder>', 'where the photos are')
    .option(
      '--out <file>',
      'a .csv or .jsonl file, one row a photo; - prints JSON lines. Photos that have a row already are left out, so the ' +
        'same command goes on after a break',
    )
    .option(
      '--url <url>',
      'send them to the function that runs there; without it the model runs in this process. The API key, if the ' +
        'function wants one, comes from CATS_VS_DOGS_API_KEY',
    )
    .option('--concurrency <number>', 'photos at once', integer('--concurrency', { min: 1, max: 256 }), 8)
    .option(
      '--retries <number>',
      'how often to try a photo again while the function is busy or away',
      integer('--retries', { min: 0, max: 100 }),
      8,
    )
    .option('--copy-to <folder>', 'copy each photo into cat, dog, review or not-a-pet below that folder')
    .option('--move-to <folder>', 'move it there')
    .option(
      '--files-from <list>',
      'only these photos: a file with their paths below the folder, one a line or with NUL between them; - reads the list ' +
        'from standard input',
    )
    .option('--unordered', 'write rows as photos are done, not in the order of the files')
    .option('--json', 'print the summary as one JSON object on standard output')
    .option('-q, --quiet', 'show errors only: no progress and no summary')
    .option('--verbose', 'name each file that is left out, and why')
    .option('--no-color', 'print without colours, as NO_COLOR does')
    .addHelpText(
      'after',
      `
Exit codes: 0 all photos were classified; 1 some have errors in their rows, or could not be sorted; 2 wrong use; ${STOPPED} it
could not go on, ${INTERRUPTED} after Ctrl-C: the same command goes on from there.`,
    )
    .action(async (folder, options) => {
      const { out, url, copyTo, moveTo, concurrency, retries, unordered, filesFrom, json, quiet } = options;
      // Commander's own check would hide a wrong spelling of the option behind its absence.
      if (out === undefined) throw new UsageError('--out FILE.csv or FILE.jsonl is missing');
      if (copyTo !== undefined && moveTo !== undefined) {
        throw new UsageError('give --copy-to or --move-to, not both');
      }
      if (json === true && out === '-') {
        throw new UsageError('--out - prints the rows on standard output: give it without --json');
      }
      const target = copyTo ?? moveTo;
      const without = target === undefined ? [] : [target];
      const { files, leftOut } =
        filesFrom === undefined
          ? await usable(findPhotos(folder, without))
          : { files: pathsBelow(await readFileList(filesFrom)), leftOut: [] };
      const results = await usable(openResultFile(out));
      const apiKey = process.env.CATS_VS_DOGS_API_KEY;
      const classifier = await openClassifier(url, apiKey).catch(async (error: unknown) => {
        await results.close();
        throw error;
      });
      const interrupt = new AbortController();
      // The second one ends it at once, as it does everywhere.
      process.once('SIGINT', () => interrupt.abort());
      const done = new Set(results.former.map(({ file }) => file));
      const former = files.filter((file) => done.has(file)).length;
      const progress = startProgress(files.length, former, quiet);
      let rows = 0;
      const outcome = await classifyFolder({
        folder,
        files,
        classifier,
        results,
        sorter: target === undefined ? undefined : createSorter(folder, target, copyTo ? 'copy' : 'move'),
        concurrency,
        retries,
        unordered: unordered ?? false,
        signal: interrupt.signal,
        onRow(row) {
          rows += 1;
          progress.add(row.error_code !== undefined);
        },
      });
      progress.stop();
      await classifier.close();
      await results.close();
      const paint = painterOf(process.stderr, options.color);
      const complain = (line: string) => console.error(paint(line, 'red'));
      for (const { file, reason } of outcome.unsorted) complain(`${file} was not sorted: ${reason}`);
      if (quiet !== true || options.verbose === true) {
        for (const line of linesOfLeftOut(leftOut, options.verbose)) console.error(line);
      }
      const photosPerSecond = Math.round(progress.photosPerSecond() * 10) / 10;
      if (quiet !== true) {
        const speed = photosPerSecond > 0 ? `${photosPerSecond.toFixed(1)} photos/s; ` : '';
        console.error(`${speed}the rows are in ${out === '-' ? 'the output' : out}`);
      }
      const isInterrupted = interrupt.signal.aborted;
      if (json === true) {
        const { failed, unsorted, stoppedBy } = outcome;
        const counts = { photos: files.length, rows: former + rows, new_rows: rows, errors: failed };
        const stopped = isInterrupted ? 'interrupted' : stoppedBy?.message;
        console.log(
          JSON.stringify({
            ...{ out, ...counts, unsorted, left_out: leftOut, photos_per_second: photosPerSecond },
            ...(stopped !== undefined && { stopped }),
          }),
        );
      }
      process.exitCode = exitCodeOf(outcome, isInterrupted, complain);
    });

/** @throws UsageError for a path that does not lead below the folder */
function pathsBelow(files: readonly string[]): string[] {
  const below = files.map((file) => path.posix.normalize(file.replaceAll(path.sep, '/')));
  const outside = below.find((file) => path.isAbsolute(file) || file.split('/')[0] === '..');
  if (outside !== undefined) throw new UsageError(`--files-from: ${outside} is not below the folder`);
  // Each photo has one row, however often it is named.
  return [...new Set(below)];
}

/** The files that were left out: one a line, or how many. */
function linesOfLeftOut(leftOut: readonly LeftOut[], isVerbose = false): string[] {
  if (isVerbose) return leftOut.map(({ file, reason }) => `left out ${file}: ${reason}`);
  const counts = new Map<string, number>();
  for (const { reason } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
  return leftOut.length === 0
    ? []
    : [`left out ${plural(leftOut.length, 'file')}: ${reasons}; --verbose names them`];
}

/** @throws UsageError for a path that cannot be used */
async function usable<T>(work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    throw new UsageError(messageOf(cause), { cause });
  });
}

/** Says what went wrong, too. */
function exitCodeOf(
  { failed, unsorted, stoppedBy }: FolderOutcome,
  isInterrupted: boolean,
  complain: (line: string) => void,
): number {
  if (isInterrupted || stoppedBy !== undefined) {
    if (stoppedBy !== undefined) complain(`stopped: ${stoppedBy.message}`);
    complain('the same command goes on from here');
    return stoppedBy === undefined ? INTERRUPTED : STOPPED;
  }
  if (failed > 0) complain(`${plural(failed, 'photo')} could not be classified: see the column error`);
  return failed > 0 || unsorted.length > 0 ? 1 : 0;
}

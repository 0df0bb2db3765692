import { writeFileSync } from 'node:fs';
import { Command } from '@commander-js/extra-typings';
import { UsageError } from '../../../tools/failure.ts';
import { compare, comparisonReport, missedLimits } from '../compare.ts';
import { describeMachine } from '../machine.ts';
import { type Effort, measure } from '../measure.ts';
import { type Photos, photosOf, samplePhotos } from '../photos.ts';
import { report } from '../report.ts';

const FULL = { starts: 9, rounds: 6, phaseMs: 1000 };
const SHORT = { starts: 3, rounds: 1, phaseMs: 400 };
const FULL_COMPARISON = { starts: 25, rounds: 30, phaseMs: 500 };

export default () =>
  new Command()
    .description('Measures the built function (npm run build) and its start beside that of node alone.')
    .option('--photos <folder>', 'send the JPEGs below it instead of pictures derived from the sample cat')
    .option('--out <file>', 'write the figures as JSON')
    .option('--short', 'a few seconds')
    .option(
      '--against <folder>',
      'compare with the build of another checkout, in turns in the same run, both with their defaults; fails below 97 % ' +
        'of its predictions/s or above 10 ms later starts; with --short it only shows them',
    )
    .option(
      '--env <name=value>',
      'configure the function; may come several times',
      (pair, pairs: readonly string[] = []) => [...pairs, pair],
    )
    .addHelpText('after', '\nMODEL_PATH names another model, as for npm start.')
    .action(async ({ env: pairs = [], short = false, photos: folder, out, against }) => {
      const photos = folder === undefined ? await samplePhotos() : await photosOf(folder);
      if (against === undefined) {
        const env = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2)));
        await measureAlone(photos, { ...(short ? SHORT : FULL), env }, out);
        return;
      }
      if (pairs.length > 0 || out !== undefined) {
        throw new UsageError('--against goes neither with --env nor with --out');
      }
      process.exitCode = await compareWith(against, photos, short);
    });

const say = (text: string): void => console.error(`bench function: ${text}`);

/** @throws Error for a wrong answer */
async function measureAlone(photos: Photos, effort: Effort, out: string | undefined): Promise<void> {
  const machine = describeMachine();
  const { source } = photos;
  const measurement = await measure(photos, effort, say);
  console.log(report(machine, source, measurement));
  if (out !== undefined) {
    const measuredAt = new Date().toISOString();
    const figures = { measuredAt, machine, photos: source, effort, ...measurement };
    writeFileSync(out, `${JSON.stringify(figures, undefined, 2)}\n`);
  }
}

/** @returns the exit code */
async function compareWith(folder: string, photos: Photos, short: boolean): Promise<number> {
  const comparison = await compare(folder, photos, short ? SHORT : FULL_COMPARISON, say);
  console.log(comparisonReport(comparison));
  // A few seconds tell nothing of a few percent.
  const missed = short ? [] : missedLimits(comparison);
  missed.forEach(say);
  return missed.length === 0 ? 0 : 1;
}

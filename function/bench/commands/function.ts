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
/** Noise on a shared machine never explains less than this share of sharp alone's throughput. */
const ABSURD_SHARE = 0.05;

export default () =>
  new Command()
    .description('Measures the built function (npm run build) beside sharp alone and node alone.')
    .option('--photos <folder>', 'send the JPEGs below it instead of pictures derived from the sample cat')
    .option('--out <file>', 'write the figures as JSON')
    .option(
      '--short',
      'a few seconds; fails only for an absurd result: an error, a wrong answer, or less than a twentieth of the ' +
        'throughput of sharp alone',
    )
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
    .action(async (values) => {
      process.exitCode = await bench(values);
    });

interface Values {
  photos?: string | undefined;
  out?: string | undefined;
  short?: boolean | undefined;
  against?: string | undefined;
  env?: readonly string[] | undefined;
}

/** @returns the exit code */
async function bench({ env: pairs = [], short = false, ...values }: Values): Promise<number> {
  const machine = describeMachine();
  const photos = values.photos === undefined ? await samplePhotos() : await photosOf(values.photos);
  const progress = (text: string): void => console.error(`bench function: ${text}`);
  if (values.against !== undefined) {
    if (pairs.length > 0 || values.out !== undefined) {
      throw new UsageError('--against goes neither with --env nor with --out');
    }
    return compareWith(values.against, photos, short, progress);
  }
  const env = Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s, 2)));
  const effort: Effort = { ...(short ? SHORT : FULL), env };
  const measurement = await measure(photos, effort, progress);
  console.log(report(machine, photos.source, measurement));
  if (values.out !== undefined) {
    const measuredAt = new Date().toISOString();
    writeFileSync(
      values.out,
      `${JSON.stringify({ measuredAt, machine, photos: photos.source, effort, ...measurement }, undefined, 2)}\n`,
    );
  }
  const slowest = Math.min(...measurement.single.map((load) => load.againstSharpAlone));
  if (slowest >= ABSURD_SHARE) return 0;
  console.error(
    `bench function: ${slowest.toFixed(3)} of sharp alone is absurd: at least ${ABSURD_SHARE} is expected of any machine`,
  );
  return 1;
}

async function compareWith(
  folder: string,
  photos: Photos,
  short: boolean,
  progress: (text: string) => void,
): Promise<number> {
  const comparison = await compare(folder, photos, short ? SHORT : FULL_COMPARISON, progress);
  console.log(comparisonReport(comparison));
  // A few seconds tell nothing of a few percent.
  const missed = short ? [] : missedLimits(comparison);
  for (const sentence of missed) console.error(`bench function: ${sentence}`);
  return missed.length === 0 ? 0 : 1;
}

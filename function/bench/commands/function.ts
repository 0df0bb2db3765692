import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { compare, comparisonReport, missedLimits } from './compare.ts';
import { describeMachine } from './machine.ts';
import { type Effort, measure } from './measure.ts';
import { type Photos, photosOf, samplePhotos } from './photos.ts';
import { report } from './report.ts';

const HELP = `Measures the built function (npm run build) beside sharp alone and node alone.

  npm run bench -- [options]

  --photos DIR      send the JPEGs below DIR instead of pictures derived from the sample cat
  --out FILE        write the figures as JSON
  --short           a few seconds; fails only on an absurdity: an error, a wrong answer, or less
                    than a twentieth of the throughput of sharp alone
  --against DIR     compare with the build of another checkout instead, in turns in the same run, both by
                    their defaults; fails below 97 % of its predictions/s or above 10 ms later starts,
                    but with --short, which only shows
  --env NAME=VALUE  configure the function otherwise; may come several times
  --help            this text

MODEL_PATH names another model, as for npm start.`;

const FULL = { starts: 9, rounds: 6, phaseMs: 1000 };
const SHORT = { starts: 3, rounds: 1, phaseMs: 400 };
const FULL_COMPARISON = { starts: 25, rounds: 30, phaseMs: 500 };
/** Noise on a shared machine never explains less than this share of sharp alone's throughput. */
const ABSURD_SHARE = 0.05;

const { values } = parseArgs({
  options: {
    photos: { type: 'string' },
    out: { type: 'string' },
    env: { type: 'string', multiple: true, default: [] },
    against: { type: 'string' },
    short: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const machine = describeMachine();
  const photos = values.photos === undefined ? await samplePhotos() : await photosOf(values.photos);
  const progress = (text: string): void => console.error(`bench: ${text}`);
  if (values.against !== undefined) {
    if (values.env.length > 0 || values.out !== undefined) {
      throw new Error('--against is neither with --env nor with --out');
    }
    return compareWith(values.against, photos, progress);
  }
  const env = Object.fromEntries(values.env.map((pair) => pair.split(/=(.*)/s, 2)));
  const effort: Effort = { ...(values.short ? SHORT : FULL), env };
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
    `bench: ${slowest.toFixed(3)} of sharp alone is absurd: at least ${ABSURD_SHARE} is expected of any machine`,
  );
  return 1;
}

async function compareWith(
  folder: string,
  photos: Photos,
  progress: (text: string) => void,
): Promise<number> {
  const comparison = await compare(folder, photos, values.short ? SHORT : FULL_COMPARISON, progress);
  console.log(comparisonReport(comparison));
  // A few seconds tell nothing of a few percent.
  const missed = values.short ? [] : missedLimits(comparison);
  for (const sentence of missed) console.error(`bench: ${sentence}`);
  return missed.length === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
});

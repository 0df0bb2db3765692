import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import { type Effort, measure } from './measure.ts';
import { photosOf, samplePhotos } from './photos.ts';
import { report } from './report.ts';

const HELP = `Measures the built function (npm run build) beside sharp alone and node alone.

  npm run bench -- [options]

  --photos DIR      send the JPEGs below DIR instead of pictures derived from the sample cat
  --out FILE        write the figures as JSON
  --short           a few seconds; fails only on an absurdity: an error, a wrong answer, or less
                    than a twentieth of the throughput of sharp alone
  --env NAME=VALUE  configure the function otherwise; may come several times
  --help            this text

MODEL_PATH names another model, as for npm start.`;

const FULL = { starts: 9, rounds: 6, phaseMs: 1000 };
const SHORT = { starts: 3, rounds: 1, phaseMs: 400 };
/** Noise on a shared machine never explains less than this share of sharp alone's throughput. */
const ABSURD_SHARE = 0.05;

const { values } = parseArgs({
  options: {
    photos: { type: 'string' },
    out: { type: 'string' },
    env: { type: 'string', multiple: true, default: [] },
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
  const env = Object.fromEntries(values.env.map((pair) => pair.split(/=(.*)/s, 2)));
  const effort: Effort = { ...(values.short ? SHORT : FULL), env };
  const measurement = await measure(photos, effort, (text) => console.error(`bench: ${text}`));
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

process.exitCode = await main().catch((error: unknown) => {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
});

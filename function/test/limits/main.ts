// npm run test:limits attacks the built function at the memory limit of its manifest.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { parse } from 'yaml';
import { integer } from '../../../tools/cli/options.ts';
import { Failure, messageOf, UsageError } from '../../../tools/failure.ts';
import { root } from '../../../tools/names.ts';
import { markdownTable } from '../../../tools/table.ts';
import { plainJpeg } from '../../harness/pictures.ts';
import { type Attack, attacks } from './attacks.ts';
import { type Limits, provenPlace } from './cgroup.ts';
import { drawRecipe, randomOf } from './draw.ts';
import type { Counts } from './load.ts';
import type { Recipe } from './requests.ts';
import { type Outcome, tryAttack } from './trial.ts';

const KEPT = path.join(import.meta.dirname, 'kept.jsonl');
const ATTACK_MS = 5000;
const ROUND_MS = 15_000;
const MEBIBYTE = 2 ** 20;
const RECIPES_A_ROUND = 24;
const HEAD = [
  'attack',
  'its answers',
  'good photos',
  'p99 ms',
  'kills',
  'RSS idle',
  'peak',
  'after',
  'counted',
];

const command = new Command()
  .description('Attacks the built function at the memory limit of its manifest, beside good photos.')
  .option(
    '--minutes <number>',
    'how long drawn requests are sent',
    integer('--minutes', { min: 0, max: 1440 }),
    2,
  )
  .option(
    '--seed <number>',
    'of the drawn requests; without it another one each time',
    integer('--seed', { min: 0, max: 999_999_999 }),
    Date.now() % 1_000_000,
  )
  .option('--only <name>', 'one attack by its name in the table, as "round 3" of a seed')
  .option('--each', 'send the requests of an attack one by one: each alone, as many at once');
const { minutes, only, seed, each } = optionsOrExit();

const { limits, concurrency } = readManifest();
const photo = await plainJpeg(500, 375);
const outcomes: Outcome[] = [];
// What runs at the end of a process, as the kill of a server, does not run after a signal alone.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
console.log(`${placeOrExit()}: ${limits.memoryBytes / MEBIBYTE} MiB, ${limits.cpus} CPU; seed ${seed}\n`);
await tryAll();
report();

function optionsOrExit(): ReturnType<typeof command.opts> {
  try {
    return command.parse().opts();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(messageOf(error));
    process.exit(2);
  }
}

function placeOrExit(): string {
  try {
    return provenPlace(limits);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`NOT TESTED: the memory limit: ${messageOf(error)}`);
    process.exit(process.env.CI ? 1 : 0);
  }
}

async function tryAll(): Promise<void> {
  for (const line of readFileSync(KEPT, 'utf8').split('\n').filter(Boolean)) {
    const { why, recipes } = JSON.parse(line) as { why: string; recipes: Recipe[] };
    await take({ name: `kept: ${why}`, recipes }, ATTACK_MS);
  }
  for (const attack of attacks) await take(attack, ATTACK_MS);

  const random = randomOf(seed);
  const lastRound = Number(/^round (\d+)$/.exec(only ?? 'round 1000000')?.[1] ?? 0);
  const endsAt = performance.now() + minutes * 60_000;
  for (let round = 1; round <= lastRound && performance.now() < endsAt; round += 1) {
    const recipes = Array.from({ length: RECIPES_A_ROUND }, () => drawRecipe(random));
    await take({ name: `round ${round}`, recipes }, ROUND_MS);
  }
}

async function take(attack: Attack, milliseconds: number): Promise<void> {
  if (only !== undefined && attack.name !== only) return;
  if (each && 'recipes' in attack) {
    for (const [index, recipe] of attack.recipes.entries()) {
      await takeOne(
        { ...attack, name: `${attack.name}, request ${index + 1}`, recipes: [recipe] },
        milliseconds,
      );
    }
  } else await takeOne(attack, milliseconds);
}

async function takeOne(attack: Attack, milliseconds: number): Promise<void> {
  const outcome = await tryAttack(attack, { limits, concurrency, photo, milliseconds });
  outcomes.push(outcome);
  const { faults, suspects } = outcome;
  console.log(`${faults.length === 0 ? 'ok    ' : 'FAILED'} ${cellsOf(outcome).join(' | ')}`);
  for (const fault of faults) console.log(`         ${fault}`);
  if (faults.length > 0 && suspects.length > 0) console.log(`         ${JSON.stringify(suspects)}`);
}

function cellsOf({ name, attack, good, goodP99Ms, kills, ...memory }: Outcome): string[] {
  const mebibytes = (bytes: number) => (Number.isNaN(bytes) ? '-' : (bytes / MEBIBYTE).toFixed(0));
  const counted = (counts: Counts) =>
    Object.entries(counts)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ');
  const { idleRssBytes, peakRssBytes, rssAfterBytes, peakCountedBytes } = memory;
  return [
    ...[name, counted(attack), counted(good), goodP99Ms.toFixed(0), String(kills)],
    ...[idleRssBytes, peakRssBytes, rssAfterBytes, peakCountedBytes].map(mebibytes),
  ];
}

function report(): void {
  console.log(`\n${markdownTable(HEAD, outcomes.map(cellsOf))}`);
  console.log(
    '\nMemory in MiB; counted is what the kernel counts against the limit, pages of files included.',
  );
  const failed = outcomes.filter(({ faults }) => faults.length > 0);
  if (failed.length === 0) return;
  console.log(
    `\n${failed.length} of ${outcomes.length} failed; again with --seed ${seed} --only "${failed[0]!.name}"`,
  );
  process.exitCode = 1;
}

/** What Kubernetes gives a pod, and how many requests at once. */
function readManifest(): { limits: Limits; concurrency: number } {
  const text = readFileSync(path.join(root, 'knative/base/service.yaml'), 'utf8');
  const { containers, containerConcurrency } = parse(text).spec.template.spec;
  const { memory, cpu } = containers[0].resources.limits;
  const [, mebibytes] = /^(\d+)Mi$/.exec(memory) ?? [];
  if (mebibytes === undefined) throw new TypeError(`the memory limit must be in Mi, found: ${memory}`);
  return {
    limits: { memoryBytes: Number(mebibytes) * MEBIBYTE, cpus: Number(cpu) },
    concurrency: containerConcurrency,
  };
}

import { Option } from '@commander-js/extra-typings';
import { integer } from '../../tools/cli/options.ts';
import { UsageError } from '../../tools/failure.ts';
import type { Limits } from './decide.ts';

export const READY_SECONDS = 120;
/** To program a gateway takes seconds at most. */
const ROUTED_MS = 60_000;

export const stepOption = (steps: readonly number[]) =>
  new Option('--step <list>', "the new revision's shares of the traffic, one after the other, in percent")
    .argParser((text): readonly number[] => parseSteps(text))
    .default(steps, steps.join(','));

export const watchOption = (watchSeconds: number) =>
  new Option('--watch <seconds>', 'how long to watch errors and latency at each share; 0: not at all')
    .argParser(integer('--watch', { min: 0, max: 86_400 }))
    .default(watchSeconds);

export const timeoutOption = () =>
  new Option('--timeout <seconds>', 'within which the new revision must be ready')
    .argParser(integer('--timeout', { min: 1, max: 3600 }))
    .default(READY_SECONDS);

/** @param seconds how long a revision may take to be ready, and how long each share is watched */
export function limitsOf(seconds: { watch: number; timeout: number }): Limits {
  return { readyMs: seconds.timeout * 1000, routedMs: ROUTED_MS, watchMs: seconds.watch * 1000 };
}

/** @throws UsageError that says what is allowed */
export function parseSteps(text: string): number[] {
  const steps = text.split(',').map((step) => (/^\d{1,3}$/.test(step.trim()) ? Number(step) : Number.NaN));
  const rising = steps.every((step, index) => step > (steps[index - 1] ?? 0));
  if (rising && steps.at(-1) === 100) return steps;
  throw new UsageError(`--step must be rising percentages up to 100, as 10,50,100, found: ${text}`);
}

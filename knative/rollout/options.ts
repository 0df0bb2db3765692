import { integerOption } from '../../tools/command.ts';
import { UsageError } from '../../tools/failure.ts';
import type { Limits } from './decide.ts';

export const rolloutOptions = {
  step: { type: 'string' },
  watch: { type: 'string' },
  timeout: { type: 'string' },
} as const;

interface Values {
  step?: string | undefined;
  watch?: string | undefined;
  timeout?: string | undefined;
}

export interface Defaults {
  steps: readonly number[];
  watchSeconds: number;
}

const READY_SECONDS = 120;
/** To program a gateway takes seconds at most. */
const ROUTED_MS = 60_000;

export function rolloutHelp({ steps, watchSeconds }: Defaults): string {
  return [
    `  --step LIST     its shares of the traffic one after the other, in percent; ${steps.join(',')}`,
    `  --watch SECONDS how long each of them is watched for errors and latency, 0 for not at all; ${watchSeconds}`,
    `  --timeout SECONDS  within which it must be ready; ${READY_SECONDS}`,
  ].join('\n');
}

/** @throws UsageError that says what is allowed */
export function parseRolloutOptions(
  values: Values,
  defaults: Defaults,
): { steps: readonly number[]; limits: Limits } {
  const watch = integerOption('watch', values.watch, { min: 0, max: 86_400 }) ?? defaults.watchSeconds;
  const ready = integerOption('timeout', values.timeout, { min: 1, max: 3600 }) ?? READY_SECONDS;
  return {
    steps: values.step === undefined ? defaults.steps : parseSteps(values.step),
    limits: { readyMs: ready * 1000, routedMs: ROUTED_MS, watchMs: watch * 1000 },
  };
}

export function parseSteps(text: string): number[] {
  const steps = text.split(',').map((step) => (/^\d{1,3}$/.test(step.trim()) ? Number(step) : Number.NaN));
  const rising = steps.every((step, index) => step > (steps[index - 1] ?? 0));
  if (rising && steps.at(-1) === 100) return steps;
  throw new UsageError(`--step must be rising percentages up to 100, as 10,50,100, found: ${text}`);
}

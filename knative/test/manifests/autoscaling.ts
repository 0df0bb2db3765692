import { seconds } from './quantity.ts';

export const PREFIX = 'autoscaling.knative.dev/';

type Rule = (value: string) => boolean;

const whole: Rule = (value) => /^\d+$/.test(value);
const from =
  (min: number, max = Number.POSITIVE_INFINITY): Rule =>
  (value) =>
    /^-?\d+(\.\d+)?$/.test(value) && Number(value) >= min && Number(value) <= max;
const lasting =
  (min: number, max: number): Rule =>
  (value) => {
    try {
      return seconds(value) >= min && seconds(value) <= max;
    } catch {
      return false;
    }
  };
const both =
  (...rules: Rule[]): Rule =>
  (value) =>
    rules.every((rule) => rule(value));

/** What Knative Serving 1.23 takes as autoscaling annotations of a template, for its own autoscaler. */
const RULES: Readonly<Record<string, Rule>> = {
  'min-scale': whole,
  'max-scale': whole,
  'initial-scale': both(whole, from(1)),
  'activation-scale': both(whole, from(2)),
  metric: (value) => value === 'concurrency' || value === 'rps',
  target: from(0.01),
  'target-utilization-percentage': from(1, 100),
  'target-burst-capacity': (value) => value === '-1' || from(0)(value),
  window: lasting(6, 3600),
  'scale-to-zero-pod-retention-period': lasting(0, 3600),
  'scale-down-delay': lasting(0, 3600),
  'panic-window-percentage': from(1, 100),
  'panic-threshold-percentage': from(110, 1000),
};

/** What is wrong with a template's autoscaling annotations. */
export function wrongAutoscaling(annotations: Readonly<Record<string, unknown>>): string | undefined {
  for (const [key, value] of Object.entries(annotations)) {
    if (!key.startsWith(PREFIX)) continue;
    const rule = RULES[key.slice(PREFIX.length)];
    if (rule === undefined) return `${key} is none of the autoscaler's annotations`;
    if (typeof value !== 'string') return `${key} must be a text`;
    if (!rule(value)) return `${key} may not be ${value}`;
  }
  const { [`${PREFIX}min-scale`]: min = '0', [`${PREFIX}max-scale`]: max = '0' } = annotations;
  if (Number(max) !== 0 && Number(min) > Number(max)) return `min-scale ${min} is more than max-scale ${max}`;
  return undefined;
}

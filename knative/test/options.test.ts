import { Command } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import { integer } from '../../tools/cli/options.ts';
import { overlayFolder } from '../deploy/overlay.ts';
import { limitsOf, parseSteps, stepOption, timeoutOption, watchOption } from '../rollout/options.ts';

describe('--step', () => {
  it.each([
    ['100', [100]],
    ['10,50,100', [10, 50, 100]],
    ['1, 100', [1, 100]],
  ])('%s', (text, steps) => {
    expect(parseSteps(text)).toEqual(steps);
  });

  it.each(['', '10,50', '50,10,100', '0,100', '10,10,100', '10,101', '10;100', 'all', '99.5,100'])(
    'may not be %j',
    (text) => {
      expect(() => parseSteps(text)).toThrow(
        `--step must be rising percentages up to 100, as 10,50,100, found: ${text}`,
      );
    },
  );
});

describe('a whole number', () => {
  it('is read', () => {
    expect(integer('--min', { min: 0, max: 10 })('7')).toBe(7);
  });

  it.each(['', '-1', '11', '1.5', '1e1', 'one', '0x1'])('is not %j', (text) => {
    expect(() => integer('--min', { min: 0, max: 10 })(text)).toThrow(
      `--min must be a whole number from 0 to 10, found: ${text}`,
    );
  });
});

describe('the options of a rollout', () => {
  const defaults = { steps: [10, 100], watchSeconds: 60 };

  const parse = (...words: string[]) =>
    new Command()
      .addOption(stepOption(defaults.steps))
      .addOption(watchOption(defaults.watchSeconds))
      .addOption(timeoutOption())
      .parse(words, { from: 'user' })
      .opts();

  it('have defaults', () => {
    const { step, ...seconds } = parse();
    expect(step).toEqual([10, 100]);
    expect(limitsOf(seconds)).toEqual({ readyMs: 120_000, routedMs: 60_000, watchMs: 60_000 });
  });

  it('are given in seconds', () => {
    const { step, ...seconds } = parse('--step', '100', '--watch', '0', '--timeout', '30');
    expect(step).toEqual([100]);
    expect(limitsOf(seconds)).toMatchObject({ readyMs: 30_000, watchMs: 0 });
  });
});

describe('--overlay', () => {
  it('is one of those that there are', () => {
    expect(overlayFolder('kind')).toMatch(/overlays[\\/]kind$/);
  });

  it.each(['staging', '../base', '', '/etc'])('may not be %j', (name) => {
    expect(() => overlayFolder(name)).toThrow('--overlay must be one of canary, kind, production');
  });
});

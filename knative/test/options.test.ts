import { describe, expect, it } from 'vitest';
import { integerOption } from '../../tools/command.ts';
import { overlayFolder } from '../deploy/overlay.ts';
import { parseRolloutOptions, parseSteps } from '../rollout/options.ts';

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
    expect(integerOption('min', '7', { min: 0, max: 10 })).toBe(7);
    expect(integerOption('min', undefined, { min: 0, max: 10 })).toBeUndefined();
  });

  it.each(['', '-1', '11', '1.5', '1e1', 'one', '0x1'])('is not %j', (text) => {
    expect(() => integerOption('min', text, { min: 0, max: 10 })).toThrow(
      `--min must be a whole number from 0 to 10, found: ${text}`,
    );
  });
});

describe('the options of a rollout', () => {
  const defaults = { steps: [10, 100], watchSeconds: 60 };

  it('have defaults', () => {
    expect(parseRolloutOptions({}, defaults)).toEqual({
      steps: [10, 100],
      limits: { readyMs: 120_000, routedMs: 60_000, watchMs: 60_000 },
    });
  });

  it('are given in seconds', () => {
    const { steps, limits } = parseRolloutOptions({ step: '100', watch: '0', timeout: '30' }, defaults);
    expect(steps).toEqual([100]);
    expect(limits).toMatchObject({ readyMs: 30_000, watchMs: 0 });
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

import { describe, expect, it } from 'vitest';
import { isHere } from '../programs.ts';
import { cases } from './cases/all.ts';
import { promtool, testsOf } from './promtool-file.ts';

describe.skipIf(!isHere('promtool'))('alerts, by promtool', () => {
  it.each(cases.map((one) => [one.alert, one.fires.title, one] as const))('%s: %s', (_, __, one) => {
    expect(promtool(one.alert, testsOf(one), one.tileSeconds)).toBe('');
  });
});

import { describe, expect, it } from 'vitest';
import { isHere } from '../programs.ts';
import { cases } from './cases/all.ts';
import { promtool, testsOf } from './promtool-file.ts';

describe.skipIf(!isHere('promtool'))('alerts, by promtool', () => {
  describe.each(cases.map((one) => [one.alert, one] as const))('%s', (_, one) => {
    it.each(testsOf(one))('%s', (_, test) => {
      expect(promtool([test], one.tileSeconds)).toBe('');
    });
  });
});

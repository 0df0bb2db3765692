import { describe, expect, it } from 'vitest';
import { describe as describeSummary, isTelling, judge } from '../../rollout/compare-revisions.ts';
import type { Summary } from '../../rollout/traffic.ts';

const summary = (
  requests: number,
  { serverErrors = 0, clientErrors = 0, p95Seconds = 0.05 }: Partial<Summary> = {},
): Summary => ({ requests, serverErrors, clientErrors, p95Seconds });

describe('judge, with the old revision to compare with', () => {
  it.each([
    ['the same', summary(200), 'fine'],
    ['one chance failure', summary(60, { serverErrors: 1 }), 'fine'],
    ['two chance failures', summary(60, { serverErrors: 2 }), 'fine'],
    ['one failure in a hundred', summary(1000, { serverErrors: 10 }), 'fine'],
    ['a p95 that is up by 50 ms', summary(200, { p95Seconds: 0.1 }), 'fine'],
    ['refusals as with the old one', summary(200, { clientErrors: 10 }), 'fine'],
    ['few requests', summary(49), 'open'],
    ['few requests, all refused', summary(49, { clientErrors: 49 }), 'open'],
    ['none', summary(0), 'open'],
  ] as const)('%s is %3$s', (_, candidate, is) => {
    expect(judge(candidate, summary(1000, { clientErrors: 50 }))).toMatchObject({ is });
  });

  it.each([
    [summary(3, { serverErrors: 3 }), "3 errors in 3 requests (100.0 %, 0.0 % of the old revision's)"],
    [summary(1000, { serverErrors: 11 }), "11 errors in 1000 requests (1.1 %, 0.0 % of the old revision's)"],
    [summary(60, { clientErrors: 60 }), "60 refusals in 60 requests (100.0 %, 5.0 % of the old revision's)"],
    [summary(50, { p95Seconds: 0.101 }), 'p95 of 101 ms, 50 ms of the old revision'],
  ])('%j is worse', (candidate, reason) => {
    expect(judge(candidate, summary(1000, { clientErrors: 50 }))).toEqual({ is: 'worse', reason });
  });

  it('does not ask more of the new revision than the old one gives', () => {
    const poor = summary(1000, { serverErrors: 200, p95Seconds: 2 });
    expect(judge(summary(100, { serverErrors: 20, p95Seconds: 2.9 }), poor).is).toBe('fine');
    expect(judge(summary(100, { serverErrors: 22, p95Seconds: 2.9 }), poor).is).toBe('worse');
    expect(judge(summary(100, { serverErrors: 20, p95Seconds: 3.1 }), poor).is).toBe('worse');
  });
});

describe('judge, with nothing to compare with', () => {
  it('has limits of its own', () => {
    expect(judge(summary(100, { p95Seconds: 0.5 })).is).toBe('fine');
    expect(judge(summary(100, { p95Seconds: 0.51 }))).toEqual({
      is: 'worse',
      reason: 'p95 of 510 ms, above the limit of 500 ms',
    });
    expect(judge(summary(100, { serverErrors: 3 }))).toEqual({
      is: 'worse',
      reason: '3 errors in 100 requests (3.0 %)',
    });
  });
});

describe('judge, with an old revision that had few requests', () => {
  it('takes no refusals for worse, since nothing says what its clients usually get', () => {
    expect(judge(summary(100, { clientErrors: 60 }), summary(49)).is).toBe('fine');
    expect(judge(summary(100, { clientErrors: 60 })).is).toBe('fine');
  });

  it('compares with the absolute limits instead of its p95', () => {
    expect(judge(summary(100, { p95Seconds: 0.4 }), summary(49)).is).toBe('fine');
  });
});

it('a summary tells something from 50 requests on', () => {
  expect([undefined, summary(49), summary(50)].map(isTelling)).toEqual([false, false, true]);
});

it('a summary is one line', () => {
  expect(describeSummary(summary(12, { serverErrors: 1, p95Seconds: 0.0314 }))).toBe(
    '12 requests, 1 error, 0 refusals, p95 31 ms',
  );
  expect(describeSummary({ requests: 0, serverErrors: 0, clientErrors: 0 })).toBe(
    '0 requests, 0 errors, 0 refusals',
  );
});

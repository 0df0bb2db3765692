import { describe, expect, it } from 'vitest';
import { parseHistogram } from '../../rollout/histogram.ts';
import { lifetime, TrafficCounter } from '../../rollout/traffic.ts';
import { metricsPage } from './pages.ts';

const pod = (ok: number, failed = 0) =>
  parseHistogram(
    metricsPage([
      { status: 200, count: ok, seconds: 0.02 },
      { status: 500, count: failed, seconds: 4 },
    ]),
  );

describe('TrafficCounter', () => {
  it('does not count what was before', () => {
    const counter = new TrafficCounter(new Map([['a', pod(1000, 7)]]));
    counter.observe(new Map([['a', pod(1010, 8)]]));
    expect(counter.summary()).toMatchObject({ requests: 11, serverErrors: 1, clientErrors: 0 });
  });

  it('counts all of a pod that came, and keeps what one that went had', () => {
    const counter = new TrafficCounter(new Map([['a', pod(100)]]));
    counter.observe(
      new Map([
        ['a', pod(120)],
        ['b', pod(5)],
      ]),
    );
    counter.observe(new Map([['b', pod(8)]]));
    expect(counter.summary().requests).toBe(28);
  });

  it('counts a container that started anew from zero', () => {
    const counter = new TrafficCounter(new Map([['a', pod(100)]]));
    counter.observe(new Map([['a', pod(3)]]));
    counter.observe(new Map([['a', pod(9)]]));
    expect(counter.summary().requests).toBe(9);
  });

  it('has the latency of answers alone, for a failure says nothing of how long one takes', () => {
    const counter = new TrafficCounter(new Map());
    counter.observe(new Map([['a', pod(50, 50)]]));
    expect(counter.summary().p95Seconds).toBeLessThanOrEqual(0.025);
  });

  it('has no latency without an answer', () => {
    expect(new TrafficCounter(new Map()).summary()).toEqual({
      requests: 0,
      serverErrors: 0,
      clientErrors: 0,
    });
  });
});

it('lifetime is all that the present pods answered', () => {
  expect(
    lifetime(
      new Map([
        ['a', pod(10)],
        ['b', pod(20, 1)],
      ]),
    ),
  ).toMatchObject({ requests: 31, serverErrors: 1 });
});

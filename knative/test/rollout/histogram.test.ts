import { describe, expect, it } from 'vitest';
import { increase, parseHistogram, quantileSeconds, total } from '../../rollout/histogram.ts';
import { metricsPage } from './pages.ts';

describe('parseHistogram', () => {
  it('adds up what queue-proxy answered, by the class of the status', () => {
    const histogram = parseHistogram(
      metricsPage([
        { status: 200, count: 90, seconds: 0.02 },
        { status: 204, count: 10, seconds: 0.3 },
        { status: 422, count: 4, seconds: 0.001 },
        { status: 503, count: 3, seconds: 0.001 },
      ]),
    );
    expect([...histogram.keys()].sort()).toEqual([2, 4, 5]);
    expect(histogram.get(2)?.count).toBe(100);
    expect(histogram.get(2)?.buckets.get(0.025)).toBe(90);
    expect(histogram.get(2)?.buckets.get(0.5)).toBe(100);
    expect(histogram.get(5)?.count).toBe(3);
    expect(total(histogram)).toBe(107);
  });

  it('leaves out what a smoke test sent', () => {
    const histogram = parseHistogram(
      metricsPage([
        { status: 404, count: 2, seconds: 0.001 },
        { status: 404, count: 7, seconds: 0.001, tag: 'smoke' },
      ]),
    );
    expect(histogram.get(4)?.count).toBe(2);
  });

  it('takes a request without a status for a failure', () => {
    const histogram = parseHistogram('http_server_request_duration_seconds_count{url_scheme="http"} 2\n');
    expect(histogram.get(5)?.count).toBe(2);
  });

  it.each([
    ['an empty page', ''],
    ['a page of something else', '<html>not found</html>'],
    [
      'a value that is none',
      'http_server_request_duration_seconds_count{http_response_status_code="200"} NaN',
    ],
    ['a comment', '# TYPE http_server_request_duration_seconds histogram'],
  ])('finds nothing in %s', (_, page) => {
    expect(total(parseHistogram(page))).toBe(0);
  });
});

describe('increase', () => {
  const at = (count: number) => parseHistogram(metricsPage([{ status: 200, count, seconds: 0.02 }]));

  it('is what came between two looks', () => {
    const more = increase(at(10), at(25));
    expect(total(more)).toBe(15);
    expect(more.get(2)?.buckets.get(0.025)).toBe(15);
  });

  it('is all of a container that started anew', () => {
    expect(total(increase(at(25), at(4)))).toBe(4);
  });

  it('knows a status that was not there before', () => {
    const after = parseHistogram(
      metricsPage([
        { status: 200, count: 10, seconds: 0.02 },
        { status: 500, count: 2, seconds: 0.02 },
      ]),
    );
    expect(increase(at(10), after).get(5)?.count).toBe(2);
  });
});

describe('quantileSeconds', () => {
  const distribution = (counts: readonly [bound: number, count: number][], count: number) => ({
    count,
    buckets: new Map(counts),
  });

  it('is within its bucket in proportion', () => {
    const even = distribution(
      [
        [0.05, 0],
        [0.1, 100],
      ],
      100,
    );
    expect(quantileSeconds(0.95, even)).toBeCloseTo(0.0975);
    expect(quantileSeconds(0.5, even)).toBeCloseTo(0.075);
  });

  it('does not depend on the order in which the buckets come', () => {
    expect(
      quantileSeconds(
        0.95,
        distribution(
          [
            [0.1, 100],
            [0.05, 0],
          ],
          100,
        ),
      ),
    ).toBeCloseTo(0.0975);
  });

  it('is the last bound for what took longer than any', () => {
    expect(
      quantileSeconds(
        0.95,
        distribution(
          [
            [5, 10],
            [10, 20],
          ],
          100,
        ),
      ),
    ).toBe(10);
  });

  it('is none without requests', () => {
    expect(quantileSeconds(0.95, distribution([[0.1, 0]], 0))).toBeUndefined();
  });
});

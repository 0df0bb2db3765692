import { describe, expect, it } from 'vitest';
import { parseQuery, withVariables } from '../../dashboards/promql.ts';

const VALUES = { service: 'cats', rangeSeconds: 600, stepSeconds: 15 };

describe('parseQuery', () => {
  it('tells the metrics that a query asks for, and of which job', () => {
    expect(
      parseQuery('sum(rate(a_total{job="function", b=~"c"}[1m])) / ignoring (x) group_left () up'),
    ).toEqual([
      { metric: 'a_total', job: 'function' },
      { metric: 'up', job: undefined },
    ]);
  });

  it.each([
    ['a bracket that is open', 'sum(rate(a[1m])'],
    ['a variable', 'rate(a[$__rate_interval])'],
    ['two values beside each other', 'a b'],
    ['nothing', ''],
  ])('refuses %s', (_, query) => {
    expect(() => parseQuery(query)).toThrow(SyntaxError);
  });

  it('refuses a selector without a name', () => {
    expect(() => parseQuery('{job="function"}')).toThrow("without a metric's name");
  });
});

describe('withVariables', () => {
  it('puts in what Grafana would', () => {
    expect(
      withVariables(
        'a{s="$service", p=~"$revision-deployment-.*"}[$__range] > $__range_s + b[$__rate_interval]',
        VALUES,
      ),
    ).toBe('a{s="cats", p=~".*-deployment-.*"}[600s] > 600 + b[120s]');
  });

  it('takes a rate over no less than a point of the picture', () => {
    expect(withVariables('$__interval $__rate_interval', { ...VALUES, stepSeconds: 300 })).toBe('300s 300s');
  });

  it('refuses a variable that no dashboard has', () => {
    expect(() => withVariables('a{b="$pod"}', VALUES)).toThrow('no such variable: $pod');
  });
});

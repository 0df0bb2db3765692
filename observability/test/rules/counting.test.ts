import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { observabilityFolder } from '../../folders.ts';
import { isHere } from '../programs.ts';
import { pod, SERVICE } from './pods.ts';
import { promtool, type Test } from './promtool-file.ts';
import { always, born, counts, DAY, HOUR, type Line, MINUTE, restarted, type Series } from './series.ts';

/** How many predictions the tiles add up to in the end. */
function adds(name: string, series: Test['series'], value: number): Test {
  const endSeconds = 20 * MINUTE;
  const expr = 'sum(sum_over_time(revision:predictions:increase30s[20m]))';
  return {
    ...{ name, series, endSeconds },
    expressions: [{ at: endSeconds, expr, samples: [{ labels: '{}', value }] }],
  };
}

const isGone = (second: number): boolean => second > 120 && second < 720;
const cat = (line: Line, life: Parameters<typeof pod>[0] = {}) =>
  pod({ ...life, predictions: { cat: line } });

describe.skipIf(!isHere('promtool'))('counting, by promtool', () => {
  it.each<[string, Test['series'], number]>([
    ['a pod that was there and counts on', cat(counts(0.1, 60, 660)), 60],
    [
      'a pod that comes, makes one prediction before it is seen, and goes',
      cat(always(1), { from: 300, until: 345 }),
      1,
    ],
    [
      'twenty such pods',
      Array.from({ length: 20 }, (_, i) =>
        cat(always(1), { name: `pod-${i}`, from: i * 45, until: i * 45 + 45 }),
      ).flat(),
      20,
    ],
    [
      'a pod that is woken by many, answers more, and goes',
      cat((second) => Math.min(70, 50 + second - 300), { from: 300, until: 400 }),
      70,
    ],
    ['a series that begins later than its pod', cat(born(counts(1, 300, 310))), 10],
    [
      'a process that begins anew in the same pod',
      cat(restarted(counts(0.1, 0, 500), 600), { functionStart: (second) => (second < 600 ? 0 : 600) }),
      50 + 50,
    ],
    [
      'two scrapes that failed',
      cat((second) => (second === 600 || second === 615 ? undefined : Math.floor(second / 30))),
      39,
    ],
    [
      'an old pod that Prometheus finds when it starts: what it did before was counted before, or never',
      cat((second) => 1000 + counts(0.1, 0, 600)(second)!, { functionStart: always(-86_400) }),
      60,
    ],
    [
      'an old pod that Prometheus could not ask for ten minutes',
      cat((second) => (isGone(second) ? undefined : second < 720 ? 10 : 500), {
        functionStart: (second) => (isGone(second) ? undefined : -86_400),
      }),
      0,
    ],
  ])('%s', (name, series, value) => {
    expect(promtool('NoPredictions', [adds(name, series, value)])).toBe('');
  });
});

/** A tile of each hour, as two replicas of Prometheus that write to one store have it. */
const tiles = (name: string, line: Line, labels = {}): Series[] =>
  ['prometheus-a', 'prometheus-b'].map((replica) => ({
    name: `revision:${name}:increase30s`,
    labels: { ...SERVICE, revision: 'cats-vs-dogs-00001', ...labels, replica },
    line,
  }));

describe.skipIf(!isHere('promtool'))('the objective, by promtool', () => {
  it('is known over 30 days, and no longer', () => {
    const record = 'service:bad_answers:ratio30d';
    const [served] = tiles('served_answer_seconds_bucket', always(100), { le: '+Inf' });
    // All went wrong before the 30 days, one in a hundred since.
    const [good] = tiles('good_answers', (second) => (second <= DAY ? 0 : 99));
    const labels = `${record}{namespace="cats-vs-dogs", service="cats-vs-dogs"}`;
    const expressions = [{ at: 31 * DAY, expr: record, samples: [{ labels, value: 1 - 0.99 }] }];
    const test: Test = { name: record, series: [served!, good!], endSeconds: 31 * DAY, expressions };
    expect(promtool(record, [test], HOUR)).toBe('');
  });
});

describe.skipIf(!isHere('promtool'))('two replicas of Prometheus in one store, by promtool', () => {
  it('count everything twice, and once by the query of the README', () => {
    const sum = 'sum by (replica) (sum_over_time(revision:predictions:increase30s[1d]))';
    const once = `max(${sum})`;
    expect(readFileSync(path.join(observabilityFolder, 'README.md'), 'utf8')).toContain(once);
    const at = 2 * DAY;
    const test: Test = {
      name: 'two replicas',
      series: tiles('predictions', always(5)),
      endSeconds: at,
      expressions: [
        { at, expr: once, samples: [{ labels: '{}', value: 24 * 5 }] },
        {
          at,
          expr: 'sum(sum_over_time(revision:predictions:increase30s[1d]))',
          samples: [{ labels: '{}', value: 2 * 24 * 5 }],
        },
      ],
    };
    expect(promtool('service:bad_answers:ratio30d', [test], HOUR)).toBe('');
  });
});

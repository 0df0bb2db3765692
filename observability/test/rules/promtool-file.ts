import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { counting } from '../../rules/counting.ts';
import { files } from '../../rules/groups.ts';
import { render } from '../../rules/render.ts';
import type { Group } from '../../rules/rule.ts';
import { tell } from '../programs.ts';
import type { Case, Told } from './cases.ts';
import { type Series, written } from './series.ts';

const SCRAPE_SECONDS = 15;
const EVALUATION_SECONDS = 30;
/** How often a silence is looked at. */
const LOOKS = 60;

export interface Test {
  name: string;
  series: readonly Series[];
  endSeconds: number;
  alerts?: { at: number; alert: string; told: readonly Told[] }[];
  expressions?: { at: number; expr: string; samples: { labels: string; value: number }[] }[];
}

/** The groups with what an alert or a recording is made of, and nothing else: promtool would evaluate all at each step. */
function groupsOf(alert: string): Group[] {
  const all = Object.values(files).flat();
  const recordings = all.flatMap((group) => group.recordings ?? []);
  const needed = new Set<string>();
  const follow = (expr: string): void => {
    for (const { record, expr: inner } of recordings) {
      if (needed.has(record) || !expr.includes(record)) continue;
      needed.add(record);
      follow(inner);
    }
  };
  follow(alert);
  for (const { name, expr } of all.flatMap((group) => group.alerts ?? [])) if (name === alert) follow(expr);
  return all
    .map((group) => ({
      ...group,
      recordings: group.recordings?.filter(({ record }) => needed.has(record)) ?? [],
      alerts: group.alerts?.filter(({ name }) => name === alert) ?? [],
    }))
    .filter(({ recordings, alerts }) => recordings.length + alerts.length > 0);
}

/** Runs tests of an alert, or of a recording, with promtool. @returns what is wrong, or '' */
export function promtool(alert: string, tests: readonly Test[], tileSeconds?: number): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const groups = groupsOf(alert).filter(({ name }) => tileSeconds === undefined || name !== counting.name);
  writeFileSync(path.join(folder, 'rules.yaml'), render(groups));
  const everySeconds = tileSeconds ?? SCRAPE_SECONDS;
  const file = {
    rule_files: ['rules.yaml'],
    evaluation_interval: `${tileSeconds ?? EVALUATION_SECONDS}s`,
    group_eval_order: groups.map(({ name }) => name),
    tests: tests.map(({ name, series, endSeconds, alerts = [], expressions = [] }) => ({
      name,
      interval: `${everySeconds}s`,
      input_series: series.map((one) => written(one, { everySeconds, endSeconds })),
      alert_rule_test: alerts.map(({ at, alert, told }) => ({
        eval_time: `${at}s`,
        alertname: alert,
        exp_alerts: told.map(({ labels, summary, description }) => ({
          exp_labels: labels,
          exp_annotations: { summary, description, ...linksOf(alert) },
        })),
      })),
      promql_expr_test: expressions.map(({ at, expr, samples }) => ({
        ...{ eval_time: `${at}s`, expr },
        exp_samples: samples,
      })),
    })),
  };
  const testFile = path.join(folder, 'test.yaml');
  writeFileSync(testFile, stringify(file, { lineWidth: 0 }));
  const { ok, text } = tell('promtool', ['test', 'rules', testFile]);
  return ok ? '' : text.replaceAll(`${folder}/`, '');
}

function linksOf(alert: string): object {
  const group = Object.values(files)
    .flat()
    .find(({ alerts = [] }) => alerts.some(({ name }) => name === alert));
  return {
    runbook_url: `https://github.com/example/cats-vs-dogs/blob/main/observability/runbooks/${alert}.md`,
    ...(group?.dashboard && { dashboard_url: `http://localhost:3000/d/cats-vs-dogs-${group.dashboard}` }),
  };
}

const countOf = (state: string, alert: string) =>
  `count(ALERTS{alertname="${alert}", alertstate="${state}"}) or vector(0)`;

const expect = (at: number, expr: string, value: number) => ({
  ...{ at, expr },
  samples: [{ labels: '{}', value }],
});

/** The tests of an alert: that it waits, fires, tells and ends; and each silence, all the time. */
export function testsOf({ alert, fires, also = [], silent, tileSeconds }: Case): Test[] {
  const { pendingAt, firingAt, resolvedAt, told, pending = told.length } = fires;
  const step = tileSeconds ?? EVALUATION_SECONDS;
  const onGrid = (second: number) => Math.floor(second / step) * step;
  const firing: Test = {
    name: `fires: ${fires.title}`,
    series: fires.series,
    endSeconds: Math.max(firingAt, resolvedAt ?? 0) + step,
    alerts: [
      { at: firingAt, alert, told },
      ...(pendingAt === undefined ? [] : [{ at: pendingAt, alert, told: [] }]),
      ...(resolvedAt === undefined ? [] : [{ at: resolvedAt, alert, told: [] }]),
    ],
    expressions: pendingAt === undefined ? [] : [expect(pendingAt, countOf('pending', alert), pending)],
  };
  return [
    firing,
    ...also.map(
      ({ title, series, firingAt: at, firing: count }): Test => ({
        ...{ name: `fires: ${title}`, series, endSeconds: at + step },
        expressions: [expect(at, countOf('firing', alert), count)],
      }),
    ),
    ...silent.map(({ kind, title, series, until }): Test => {
      const looks = Array.from({ length: LOOKS }, (_, index) => onGrid(((index + 1) / LOOKS) * until));
      return {
        ...{ name: `silent (${kind}): ${title}`, series, endSeconds: until },
        expressions: [...new Set(looks)].map((at) => expect(at, countOf('firing', alert), 0)),
      };
    }),
  ];
}

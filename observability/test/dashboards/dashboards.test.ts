import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMetrics } from '../../../function/src/telemetry/metrics.ts';
import { dashboardFiles, dashboards, folder } from '../../dashboards/files.ts';
import { parseQuery, withVariables } from '../../dashboards/promql.ts';
import { panelsOf, queriesOf } from '../../dashboards/queries.ts';
import { families, ofEveryTarget, recorded } from './families.ts';

/** They are in addresses that people keep: a change of one breaks a link. */
const UIDS = [
  'cats-vs-dogs-service',
  'cats-vs-dogs-knative',
  'cats-vs-dogs-model',
  'cats-vs-dogs-node',
  'cats-vs-dogs-slo',
];
const COLUMNS = 24;
const recordingRules = path.join(folder, '../../prometheus/generated/recording.yaml');
const VALUES = { service: 'cats-vs-dogs', rangeSeconds: 3600, stepSeconds: 15 };

const all = dashboards;
const panels = all.flatMap((dashboard) =>
  panelsOf(dashboard).map((panel) => [`${dashboard.title} / ${panel.title}`, panel] as const),
);
const queries = all.flatMap((dashboard) => [
  ...queriesOf(dashboard),
  ...(dashboard.annotations?.list ?? []).map(({ name, expr = '' }) => ({
    dashboard: dashboard.title ?? '',
    panel: `annotation ${name}`,
    expr,
  })),
]);

/** Every name of a series that the function exposes, read off its own page. */
async function exposedByFunction(): Promise<Set<string>> {
  const metrics = createMetrics(
    { version: '1', revision: 'a', node: 'v' },
    { requests: () => 0, bytes: () => 0 },
  );
  const { text } = await metrics.page();
  return new Set(
    [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name = '', type]) =>
      type === 'histogram' ? ['_bucket', '_sum', '_count'].map((suffix) => name + suffix) : [name],
    ),
  );
}

describe('the dashboards', () => {
  it('lie in the repository as they are made: npx . monitoring dashboards', () => {
    const written = new Map(
      readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]),
    );
    expect([...written.keys()].sort()).toEqual([...dashboardFiles().keys()].sort());
    expect(Object.fromEntries(written)).toEqual(Object.fromEntries(dashboardFiles()));
  });

  it('keep their uids', () => {
    expect(all.map(({ uid }) => uid)).toEqual(UIDS);
  });

  it('number their panels, so that a link to one stays', () => {
    for (const { panels = [] } of all) {
      expect(panels.map(({ id }) => id)).toEqual(panels.map((_, index) => index + 1));
    }
  });

  it.each(all.map((dashboard) => [dashboard.title, dashboard] as const))(
    '%s: no panel covers another or leaves the grid',
    (_, { panels = [] }) => {
      const taken = new Map<string, string | undefined>();
      for (const { title, gridPos } of panels) {
        const { x, y, w, h } = gridPos!;
        expect(x + w, title).toBeLessThanOrEqual(COLUMNS);
        for (let column = x; column < x + w; column += 1) {
          for (let line = y; line < y + h; line += 1) {
            const cell = `${column} ${line}`;
            expect(taken.get(cell), `under ${title}`).toBeUndefined();
            taken.set(cell, title);
          }
        }
      }
    },
  );

  it.each(panels)('%s: has a title, a description, a unit, and numbered queries', (_, panel) => {
    expect(panel.title).toMatch(/^\S.*\S$/);
    expect(panel.description).toMatch(/^\S.{20,}[.]$/);
    expect(panel.fieldConfig?.defaults.unit).toMatch(/^\w+$/);
    expect(panel.datasource).toEqual({ type: 'prometheus', uid: '$datasource' });
    const ids = (panel.targets as { refId?: string }[]).map(({ refId }) => refId);
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).not.toContain(undefined);
  });

  it.each(all.map((dashboard) => [dashboard.title, dashboard] as const))(
    '%s: no two panels have the same title',
    (_, dashboard) => {
      const titles = panelsOf(dashboard).map(({ title }) => title);
      expect(titles).toEqual([...new Set(titles)]);
    },
  );

  it.each(all.map((dashboard) => [dashboard.title, dashboard] as const))(
    '%s: its reader can choose what its queries ask for',
    (_, dashboard) => {
      const own = new Set(dashboard.templating?.list?.map(({ name }) => name));
      const asked = queriesOf(dashboard).flatMap(({ expr }) =>
        [...expr.matchAll(/\$(\w+)/g)].map(([, name = '']) => name),
      );
      expect(asked.filter((name) => !name.startsWith('__') && !own.has(name))).toEqual([]);
    },
  );
});

describe('every query', () => {
  /** Where a query is to ask, for it to find something: of a job, or among what Prometheus makes itself. */
  const PROMETHEUS = 'prometheus itself';
  const selectionsOf = (expr: string) =>
    parseQuery(withVariables(expr, VALUES)).map(({ metric, job }) => {
      const isOwn = ofEveryTarget.includes(metric) || metric.includes(':');
      // The rollouts' annotation asks for the autoscaler's without naming it.
      return { metric, job: isOwn ? PROMETHEUS : (job ?? 'autoscaler') };
    });
  const ofPrometheus = [...ofEveryTarget, ...recorded];

  // The activator's own series know no namespace of a Service.
  const ofService = queries.filter(
    ({ expr }) => expr.includes('$service') && !expr.includes('job="activator"'),
  );
  it.each(ofService)('$dashboard / $panel: mixes no Services of two namespaces', ({ expr }) => {
    const count = (text: string) => expr.split(text).length - 1;
    expect(count('namespace=~"$namespace"')).toBe(count('"$service"') + count('"$service-.*"'));
  });

  it.each(queries)('$dashboard / $panel: asks for metrics that there are', async ({ expr }) => {
    const known = new Map<string, ReadonlySet<string>>([
      ...Object.entries(families).map(([job, names]) => [job, new Set(names)] as const),
      ['function', await exposedByFunction()],
      [PROMETHEUS, new Set(ofPrometheus)],
    ]);
    for (const { metric, job } of selectionsOf(expr)) {
      expect(known.get(job), `${metric} of ${job}`).toContain(metric);
    }
  });

  it('of a list of families is asked for', () => {
    const asked = queries.flatMap(({ expr }) => selectionsOf(expr));
    for (const [job, names] of [...Object.entries(families), [PROMETHEUS, ofPrometheus] as const]) {
      const ofJob = new Set(asked.filter((selection) => selection.job === job).map(({ metric }) => metric));
      expect([...names].sort(), job).toEqual([...ofJob].sort());
    }
  });

  it("that asks for what Prometheus' rules record finds a rule of that name", () => {
    const rules = parse(readFileSync(recordingRules, 'utf8')) as {
      groups: { rules: { record: string }[] }[];
    };
    const names = new Set(rules.groups.flatMap((group) => group.rules.map(({ record }) => record)));
    expect(recorded.filter((name) => !names.has(name))).toEqual([]);
  });
});

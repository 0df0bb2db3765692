import { stringify } from 'yaml';
import type { Alert, Group } from './rule.ts';

/** Where the runbooks can be read, until `npx . monitoring deploy` puts RUNBOOK_URL there. */
export const RUNBOOKS = 'https://github.com/example/cats-vs-dogs/blob/main/observability/runbooks';

const HEADER = '# Written by `npx . monitoring rules` from observability/rules: change those.\n';
const LINE_WIDTH = 110;

function alertRule({ name, severity, for: wait, expr, labels, summary, description }: Alert): object {
  return {
    alert: name,
    expr: joined(expr),
    ...(wait !== undefined && { for: wait }),
    labels: { severity, ...labels },
    annotations: { summary, description, runbook_url: `${RUNBOOKS}/${name}.md` },
  };
}

function group({ name, interval, queryOffset, recordings = [], alerts = [] }: Group): object {
  return {
    ...{ name, interval },
    ...(queryOffset !== undefined && { query_offset: queryOffset }),
    rules: [...recordings.map((rule) => ({ ...rule, expr: joined(rule.expr) })), ...alerts.map(alertRule)],
  };
}

/** Joins the lines of an expression that is written over several. */
const joined = (expr: string): string =>
  expr.replaceAll(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')').trim();

/** A file of rules as Prometheus reads it. */
export function render(groups: readonly Group[]): string {
  return HEADER + stringify({ groups: groups.map(group) }, { lineWidth: LINE_WIDTH });
}

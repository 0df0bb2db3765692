import { stringify } from 'yaml';
import { dashboardAddress, runbookOf } from '../addresses.ts';
import type { Alert, Group } from './rule.ts';

const HEADER = '# Written by `npx . monitoring rules` from observability/rules: change those.\n';
const LINE_WIDTH = 110;

function alertRule(
  { name, severity, for: wait, expr, labels, summary, description }: Alert,
  dashboard: Group['dashboard'],
): object {
  const links = {
    runbook_url: runbookOf(name),
    ...(dashboard !== undefined && { dashboard_url: dashboardAddress(dashboard) }),
  };
  return {
    alert: name,
    expr: joined(expr),
    ...(wait !== undefined && { for: wait }),
    labels: { severity, ...labels },
    annotations: { summary, description, ...links },
  };
}

function group({ name, interval, queryOffset, dashboard, recordings = [], alerts = [] }: Group): object {
  return {
    ...{ name, interval },
    ...(queryOffset !== undefined && { query_offset: queryOffset }),
    rules: [
      ...recordings.map((rule) => ({ ...rule, expr: joined(rule.expr) })),
      ...alerts.map((alert) => alertRule(alert, dashboard)),
    ],
  };
}

/** Joins the lines of an expression that is written over several. */
const joined = (expr: string): string =>
  expr.replaceAll(/\s+/g, ' ').replaceAll('( ', '(').replaceAll(' )', ')').trim();

/** A file of rules as Prometheus reads it. */
export function render(groups: readonly Group[]): string {
  return HEADER + stringify({ groups: groups.map(group) }, { lineWidth: LINE_WIDTH });
}

import { table } from '../../tools/table.ts';
import type { RuleState } from '../prometheus.ts';

const STATES = ['firing', 'pending', 'silent', 'broken'] as const;

function stateOf({ health, alerts = [] }: RuleState): (typeof STATES)[number] {
  if (health === 'err') return 'broken';
  if (alerts.some(({ state }) => state === 'firing')) return 'firing';
  return alerts.length > 0 ? 'pending' : 'silent';
}

/** Every alert, those first that want something. */
function alertsOf(rules: readonly RuleState[]): RuleState[] {
  return rules
    .filter(({ type }) => type === 'alerting')
    .sort((a, b) => STATES.indexOf(stateOf(a)) - STATES.indexOf(stateOf(b)) || a.name.localeCompare(b.name));
}

/** Every alert as data, for programs, with each that waits or fires. */
export const alertFacts = (rules: readonly RuleState[]) =>
  alertsOf(rules).map((rule) => ({
    alert: rule.name,
    severity: rule.labels?.severity ?? null,
    state: stateOf(rule),
    ...(rule.lastError && { error: rule.lastError }),
    active: (rule.alerts ?? []).map(({ state, activeAt, labels, annotations }) => ({
      ...{ state, since: activeAt, labels, annotations },
    })),
  }));

/** Every alert with its state, those first that want something; then what fires, in its own words. */
export function alertLines(rules: readonly RuleState[]): string {
  const alerts = alertsOf(rules);
  const rows = alerts.map((rule) => [
    stateOf(rule),
    rule.labels?.severity ?? '',
    rule.name,
    rule.alerts?.length ? String(rule.alerts.length) : '',
    rule.lastError ?? '',
  ]);
  const told = alerts
    .flatMap(({ name, alerts: active = [] }) => active.map((alert) => ({ name, ...alert })))
    .map(
      ({ name, state, activeAt, annotations }) =>
        `\n${name} (${state} since ${activeAt.slice(0, 19)}Z)\n  ${annotations.summary}\n  ${annotations.description}\n  ${annotations.runbook_url}`,
    );
  return [table([['STATE', 'SEVERITY', 'ALERT', 'OF', ''], ...rows]), ...told].join('\n');
}

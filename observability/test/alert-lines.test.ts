import { expect, it } from 'vitest';
import { alertFacts, alertLines } from '../alerts/alert-lines.ts';
import type { RuleState } from '../prometheus.ts';
import { workloadLines } from '../stack/workloads.ts';

const rule = (name: string, severity: string, more: Partial<RuleState> = {}): RuleState => ({
  ...{ name, type: 'alerting', health: 'ok', labels: { severity }, alerts: [] },
  ...more,
});
const active = (state: 'pending' | 'firing') => ({
  ...{ state, activeAt: '2026-01-02T03:04:05.678Z', labels: {} },
  annotations: {
    summary: 'a summary',
    description: 'a description',
    runbook_url: 'https://example.com/A.md',
  },
});

it('shows what wants something first, and what it has to say', () => {
  const rules = [
    rule('Quiet', 'warning'),
    rule('Broken', 'critical', { health: 'err', lastError: 'no such function' }),
    rule('Waiting', 'warning', { alerts: [active('pending')] }),
    rule('Loud', 'critical', { alerts: [active('pending'), active('firing')] }),
    rule('a:recording:rule', '', { type: 'recording' }),
  ];
  expect(alertLines(rules).split('\n').slice(0, 9)).toEqual([
    'STATE    SEVERITY  ALERT    OF',
    'firing   critical  Loud     2',
    'pending  warning   Waiting  1',
    'silent   warning   Quiet',
    'broken   critical  Broken       no such function',
    '',
    'Loud (pending since 2026-01-02T03:04:05Z)',
    '  a summary',
    '  a description',
  ]);
});

it('gives the same as data for programs', () => {
  const rules = [
    rule('Broken', 'critical', { health: 'err', lastError: 'no such function' }),
    rule('Loud', 'critical', { alerts: [active('firing')] }),
    rule('a:recording:rule', '', { type: 'recording' }),
  ];
  const { activeAt, ...loud } = active('firing');
  expect(alertFacts(rules)).toEqual([
    { alert: 'Loud', severity: 'critical', state: 'firing', active: [{ ...loud, since: activeAt }] },
    { alert: 'Broken', severity: 'critical', state: 'broken', error: 'no such function', active: [] },
  ]);
});

it('shows of each part whether it runs', () => {
  const part = (name: string, replicas: number, readyReplicas: number) => ({
    metadata: { name },
    spec: { replicas, template: { spec: { containers: [{ image: `i/${name}:1` }] } } },
    status: { readyReplicas },
  });
  const text = workloadLines([part('prometheus', 1, 1), part('alertmanager', 1, 0), part('grafana', 0, 0)], {
    context: 'kind-cats-vs-dogs',
    namespace: 'cats-vs-dogs-monitoring',
  });
  expect(text.split('\n')).toEqual([
    'PART          STATE      PODS  IMAGE             PAGES',
    'prometheus    runs       1/1   i/prometheus:1    http://localhost:9090',
    'alertmanager  NOT READY  0/1   i/alertmanager:1  http://localhost:9093',
    'grafana       stopped    0/0   i/grafana:1',
  ]);
});

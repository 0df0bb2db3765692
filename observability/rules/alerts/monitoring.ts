import { type Alert, critical, warning } from '../rule.ts';

/** Without which an alert that stays silent says nothing. */
const ALWAYS_THERE = [
  ...['activator', 'autoscaler', 'kubelet', 'cadvisor', 'node-exporter', 'kube-state-metrics'],
  ...['prometheus', 'alertmanager'],
];

/** Alerts about the monitoring itself. @param services the names of the Knative Services that must be scraped */
export const monitoringAlerts = (services: readonly string[]): readonly Alert[] => [
  {
    name: 'Watchdog',
    severity: 'none',
    expr: 'vector(1)',
    summary: 'Alerting works',
    description:
      'This alert always fires (value {{ $value }}). Whoever receives it tells when it stops: then Prometheus or Alertmanager is gone.',
  },
  warning('ScrapeTargetMissing', '10m', {
    expr: `
      max by (job) (up{job=~"${ALWAYS_THERE.join('|')}"}) == 0
      or ${ALWAYS_THERE.map((job) => `absent(up{job="${job}"})`).join(' or ')}`,
    summary: 'Nothing is known from {{ $labels.job }}',
    description:
      'For 10 minutes {{ if eq $value 0.0 }}no target of this job answers{{ else }}this job has no target{{ end }}: alerts that need it cannot fire.',
  }),
  warning('FunctionNotScraped', '5m', {
    // The autoscaler knows of pods; Prometheus does not, or they do not answer it.
    expr: `
      max by (namespace, service, revision) (kn_revision_pods_count{job="autoscaler", service=~"${services.join('|')}"}) > 0
      unless on (namespace, revision) (
        max by (namespace, revision) (up{job="function"}) == 1
        and on (namespace, revision) max by (namespace, revision) (up{job="queue-proxy"}) == 1
      )`,
    summary: 'Pods of {{ $labels.revision }} in {{ $labels.namespace }} run unseen',
    description:
      'The autoscaler has {{ $value }} pods, and of none both the function and queue-proxy can be scraped, for 5 minutes.',
  }),
  critical('RuleEvaluationFailing', '5m', {
    expr: `
      sum by (rule_group) (
        increase(prometheus_rule_evaluation_failures_total[10m] anchored)
        or label_replace(increase(prometheus_rule_group_iterations_missed_total[10m] anchored), "part", "missed", "", "")
      ) > 0`,
    summary: 'Rules of {{ $labels.rule_group }} are not evaluated',
    description:
      '{{ $value | humanize }} evaluations failed or were missed within 10 minutes: counts have gaps, and alerts stay silent.',
  }),
  critical('AlertNotificationsFailing', '5m', {
    expr: 'sum by (integration) (increase(alertmanager_notifications_failed_total{job="alertmanager"}[10m] anchored)) > 0',
    summary: 'Alerts do not get out by {{ $labels.integration }}',
    description:
      '{{ $value | humanize }} notifications failed within 10 minutes: nobody was told of what fires.',
  }),
];

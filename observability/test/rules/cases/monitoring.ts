import type { Case, Silence } from '../cases.ts';
import { autoscaler, PLACE, pod } from '../pods.ts';
import { always, HOUR, type Line, MINUTE, type Series, steps } from '../series.ts';

const absent: Silence = { kind: 'absent', title: 'nothing is there', series: [], until: HOUR };
const JOBS = [
  ...['activator', 'autoscaler', 'kubelet', 'cadvisor', 'node-exporter', 'kube-state-metrics'],
  ...['prometheus', 'alertmanager'],
];
const targets = (lines: Readonly<Record<string, Line>> = {}): Series[] =>
  JOBS.map((job) => ({ name: 'up', labels: { job, instance: job }, line: lines[job] ?? always(1) }));

const rules = (name: string, line: Line): Series => ({
  name,
  labels: { job: 'prometheus', instance: 'prometheus', rule_group: 'counting' },
  line,
});
const mails = (line: Line): Series => ({
  name: 'alertmanager_notifications_failed_total',
  labels: { job: 'alertmanager', instance: 'alertmanager', integration: 'email', reason: 'other' },
  line,
});

export const monitoringCases: readonly Case[] = [
  {
    alert: 'Watchdog',
    fires: {
      title: 'always',
      series: [],
      firingAt: MINUTE,
      told: [
        {
          labels: { severity: 'none' },
          summary: 'Alerting works',
          description:
            'This alert always fires (value 1). Whoever receives it tells when it stops: then Prometheus or Alertmanager is gone.',
        },
      ],
    },
    silent: [],
  },
  {
    alert: 'ScrapeTargetMissing',
    fires: {
      title: 'the autoscaler stops to answer, and the activator is gone',
      series: targets({
        autoscaler: steps(1, 600, 0),
        activator: (second) => (second < 600 ? 1 : undefined),
      }),
      ...{ pendingAt: 18 * MINUTE, firingAt: 22 * MINUTE },
      told: [
        ['activator', 'this job has no target'],
        ['autoscaler', 'no target of this job answers'],
      ].map(([job, what]) => ({
        labels: { severity: 'warning', job: job! },
        summary: `Nothing is known from ${job}`,
        description: `For 10 minutes ${what}: alerts that need it cannot fire.`,
      })),
    },
    silent: [
      { kind: 'everyday', title: 'all answer', series: targets(), until: HOUR },
      {
        kind: 'other',
        title: 'one of two activators is away',
        series: [...targets(), { name: 'up', labels: { job: 'activator', instance: 'b' }, line: always(0) }],
        until: HOUR,
      },
    ],
  },
  {
    alert: 'FunctionNotScraped',
    fires: {
      title: 'the function does not answer Prometheus',
      series: [
        autoscaler('kn_revision_pods_count', always(2)),
        { name: 'up', labels: { job: 'function', ...PLACE, pod: 'pod-1' }, line: always(0) },
        { name: 'up', labels: { job: 'queue-proxy', ...PLACE, pod: 'pod-1' }, line: always(1) },
      ],
      ...{ pendingAt: 4 * MINUTE, firingAt: 6 * MINUTE },
      told: [
        {
          labels: { severity: 'warning', ...PLACE },
          summary: 'Pods of cats-vs-dogs-00001 in cats-vs-dogs run unseen',
          description:
            'The autoscaler has 2 pods, and of none both the function and queue-proxy can be scraped, for 5 minutes.',
        },
      ],
    },
    also: [
      {
        title: 'no pod is discovered',
        series: [autoscaler('kn_revision_pods_count', always(2))],
        ...{ firingAt: 6 * MINUTE, firing: 1 },
      },
    ],
    silent: [
      {
        kind: 'everyday',
        title: 'both are scraped',
        series: [autoscaler('kn_revision_pods_count', always(1)), ...pod({})],
        until: HOUR,
      },
      absent,
      {
        kind: 'zero',
        title: 'at zero',
        series: [autoscaler('kn_revision_pods_count', always(0))],
        until: HOUR,
      },
      {
        kind: 'other',
        title: 'another service that has no metrics',
        series: [autoscaler('kn_revision_pods_count', always(1), { ...PLACE, service: 'hello' })],
        until: HOUR,
      },
    ],
  },
  {
    alert: 'RuleEvaluationFailing',
    fires: {
      title: 'a rule fails at each evaluation',
      series: [rules('prometheus_rule_evaluation_failures_total', (second) => Math.floor(second / 30))],
      ...{ pendingAt: 4 * MINUTE, firingAt: 12 * MINUTE },
      told: [
        {
          labels: { severity: 'critical', rule_group: 'counting' },
          summary: 'Rules of counting are not evaluated',
          description:
            '20 evaluations failed or were missed within 10 minutes: counts have gaps, and alerts stay silent.',
        },
      ],
    },
    also: [
      {
        title: 'evaluations are missed',
        series: [rules('prometheus_rule_group_iterations_missed_total', (second) => Math.floor(second / 60))],
        ...{ firingAt: 12 * MINUTE, firing: 1 },
      },
    ],
    silent: [
      {
        kind: 'everyday',
        title: 'none fails',
        series: [rules('prometheus_rule_evaluation_failures_total', always(0))],
        until: HOUR,
      },
      absent,
      {
        kind: 'reset',
        title: 'Prometheus begins anew',
        series: [rules('prometheus_rule_evaluation_failures_total', steps(7, 600, 0))],
        until: HOUR,
      },
    ],
  },
  {
    alert: 'AlertNotificationsFailing',
    fires: {
      title: 'no mail gets out',
      series: [mails((second) => Math.floor(second / 10))],
      ...{ pendingAt: 4 * MINUTE, firingAt: 12 * MINUTE },
      told: [
        {
          labels: { severity: 'critical', integration: 'email' },
          summary: 'Alerts do not get out by email',
          description: '60 notifications failed within 10 minutes: nobody was told of what fires.',
        },
      ],
    },
    silent: [
      { kind: 'everyday', title: 'all get out', series: [mails(always(0))], until: HOUR },
      absent,
      { kind: 'reset', title: 'Alertmanager begins anew', series: [mails(steps(7, 600, 0))], until: HOUR },
    ],
  },
];

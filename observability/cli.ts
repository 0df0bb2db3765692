import type { Verb } from '../tools/cli/table.ts';

/** Prometheus, Alertmanager and Grafana in a cluster, and what they are configured with. */
export const monitoringVerbs: readonly Verb[] = [
  { name: 'deploy', summary: 'deploy it, or what changed of it', load: () => import('./commands/deploy.ts') },
  {
    name: 'status',
    summary: 'show its parts, whether they run, and where their pages are',
    load: () => import('./commands/status.ts'),
  },
  { name: 'logs', summary: 'show the log of one part', load: () => import('./commands/logs.ts') },
  { name: 'stop', summary: 'stop it; deploy starts it again', load: () => import('./commands/stop.ts') },
  { name: 'delete', summary: 'remove it with its data', load: () => import('./commands/delete.ts') },
  {
    name: 'local',
    summary: 'run Prometheus on this machine, without a cluster',
    load: () => import('./commands/local.ts'),
  },
  {
    name: 'alerts-status',
    summary: 'show every alert with its state',
    load: () => import('./commands/alerts-status.ts'),
  },
  {
    name: 'alerts-test',
    summary: 'send a test alert through the whole pipeline to a mail',
    load: () => import('./commands/alerts-test.ts'),
  },
  {
    name: 'grafana-password',
    summary: "print the password of Grafana's user admin",
    load: () => import('./commands/grafana-password.ts'),
  },
  {
    name: 'rules',
    summary: "write Prometheus' rules and the tables of observability/README.md",
    load: () => import('./commands/rules.ts'),
  },
  {
    name: 'dashboards',
    summary: "write Grafana's dashboards",
    load: () => import('./commands/dashboards.ts'),
  },
  {
    name: 'dashboards-check',
    summary: 'fail for panels that show no data',
    load: () => import('./commands/dashboards-check.ts'),
  },
];

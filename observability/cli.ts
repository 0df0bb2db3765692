import { type Verb, verb } from '../tools/cli/table.ts';

/** Prometheus, Alertmanager and Grafana in a cluster, and what they are configured with. */
export const monitoringVerbs: readonly Verb[] = [
  verb('deploy', 'deploy it, or what changed of it', () => import('./commands/deploy.ts')),
  verb(
    'status',
    'show its parts, whether they run, and where their pages are',
    () => import('./commands/status.ts'),
  ),
  verb('logs', 'show the log of one part', () => import('./commands/logs.ts')),
  verb('stop', 'stop it; deploy starts it again', () => import('./commands/stop.ts')),
  verb('delete', 'remove it with its data', () => import('./commands/delete.ts')),
  verb('local', 'run Prometheus on this machine, without a cluster', () => import('./commands/local.ts')),
  verb('alerts-status', 'show every alert with its state', () => import('./commands/alerts-status.ts')),
  verb(
    'alerts-test',
    'send a test alert through the whole pipeline to a mail',
    () => import('./commands/alerts-test.ts'),
  ),
  verb(
    'grafana-password',
    "print the password of Grafana's user admin",
    () => import('./commands/grafana-password.ts'),
  ),
  verb(
    'rules',
    "write Prometheus' rules and the tables of observability/README.md",
    () => import('./commands/rules.ts'),
  ),
  verb('dashboards', "write Grafana's dashboards", () => import('./commands/dashboards.ts')),
  verb(
    'dashboards-check',
    'fail for panels that show no data',
    () => import('./commands/dashboards-check.ts'),
  ),
];

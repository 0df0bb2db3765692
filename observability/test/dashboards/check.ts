import { type Run, runCli } from '../../../tools/test/processes.ts';

export type { Run };

/** What `npx . monitoring dashboards-check ARGS` runs. */
export function check(prometheusUrl: string, args: readonly string[] = []): Promise<Run> {
  const env = { PATH: process.env.PATH ?? '', PROMETHEUS_URL: prometheusUrl };
  return runCli(['monitoring', 'dashboards-check', ...args], env);
}

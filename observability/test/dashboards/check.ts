import { tmpdir } from 'node:os';
import manifest from '../../../package.json' with { type: 'json' };
import { type Run, runTypeScript } from '../../../tools/test/processes.ts';

/** What `npm run dashboards:check -- ARGS` runs. */
export function check(prometheusUrl: string, args: readonly string[] = []): Promise<Run> {
  const [, file = ''] = manifest.scripts['dashboards:check'].split(' ');
  const env = { PATH: process.env.PATH, HOME: tmpdir(), PROMETHEUS_URL: prometheusUrl };
  return runTypeScript(file, args, env);
}

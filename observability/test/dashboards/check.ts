import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import manifest from '../../../package.json' with { type: 'json' };
import { root } from '../../../tools/names.ts';

export interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** What `npm run dashboards:check -- ARGS` runs. */
export function check(prometheusUrl: string, args: readonly string[] = []): Promise<Run> {
  const [, file = ''] = manifest.scripts['dashboards:check'].split(' ');
  const env = { PATH: process.env.PATH, HOME: tmpdir(), PROMETHEUS_URL: prometheusUrl };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', file, ...args],
      { cwd: root, env },
      (error, stdout, stderr) => {
        resolve({ code: error ? Number(error.code) : 0, stdout, stderr });
      },
    );
  });
}

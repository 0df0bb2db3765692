import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { integer } from '../../tools/cli/options.ts';
import { run } from '../../tools/process.ts';
import { startLocalPrometheus } from '../local/local-prometheus.ts';
import { HOW_TO_GET, requireVersion } from '../local/programs.ts';

import versions from '../versions.json' with { type: 'json' };

export default () =>
  new Command()
    .description(
      `Runs Prometheus ${versions.prometheus} or newer, from the PATH, against the function of npm run serve, with the rules of the cluster, until ^C.
      Alerts about Knative, nodes and targets that only a cluster has stay silent, or report that those are missing.`,
    )
    .option(
      '--port <port>',
      "of Prometheus' pages on this machine",
      integer('--port', { min: 1, max: 65_535 }),
      9090,
    )
    .option('--target <host:port>', 'of the function', 'localhost:8080')
    .action(async ({ port, target }) => {
      const said = await run('prometheus', ['--version'], { howToGet: HOW_TO_GET.prometheus });
      console.log(`needs Prometheus ${versions.prometheus} or newer, found ${requireVersion(said)}`);
      const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-prometheus-'));
      try {
        const prometheus = await startLocalPrometheus({ folder, port, target });
        console.log(`Prometheus: http://localhost:${port} scrapes http://${target}/metrics`);
        console.log(`next: npx . monitoring alerts-status --url http://localhost:${port}`);
        for (const signal of ['SIGINT', 'SIGTERM'] as const) {
          process.on(signal, () => void prometheus.stop());
        }
        await prometheus.ended;
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

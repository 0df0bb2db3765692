import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { integerOption, runCommand } from '../../tools/command.ts';
import { startLocalPrometheus } from '../local/local-prometheus.ts';

const PORT = { min: 1, max: 65_535 };

await runCommand({
  name: 'monitoring:local',
  help: `Runs Prometheus, from the PATH, against the function of npm run serve, with the rules of the cluster, until ^C.
Alerts about Knative, nodes and targets that only a cluster has stay silent, or tell that those are missing.

  npm run monitoring:local -- [options]

  --port PORT     of Prometheus' pages on this machine; 9090
  --target H:P    of the function; localhost:8080`,
  options: { port: { type: 'string' }, target: { type: 'string' } },
  async run({ port: text, target = 'localhost:8080' }) {
    const port = integerOption('port', text, PORT) ?? 9090;
    const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-prometheus-'));
    try {
      const prometheus = await startLocalPrometheus({ folder, port, target });
      console.log(`Prometheus: http://localhost:${port} scrapes http://${target}/metrics`);
      console.log(`next: npm run alerts:status -- --url http://localhost:${port}`);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void prometheus.stop());
      await prometheus.ended;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
});

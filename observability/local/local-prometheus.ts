import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import type { Running } from '../../tools/background-process.ts';
import { generatedFolder } from '../folders.ts';
import { startProgram } from './programs.ts';

interface LocalPrometheus {
  folder: string;
  port: number;
  /** The function's host:port, scraped as a pod would be. */
  target?: string;
  ruleFiles?: readonly string[];
  alertmanager?: string;
  intervalSeconds?: number;
}

/** Prometheus from the PATH, without a cluster: the rules of the cluster on the function of this machine. */
export function startLocalPrometheus({
  folder,
  port,
  target,
  ruleFiles = [path.join(generatedFolder, '*.yaml')],
  alertmanager,
  intervalSeconds = 5,
}: LocalPrometheus): Promise<Running> {
  const interval = `${intervalSeconds}s`;
  const pod = { namespace: 'local', service: 'cats-vs-dogs', revision: 'local', pod: 'local' };
  const configuration = {
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    rule_files: ruleFiles,
    ...(alertmanager !== undefined && {
      alerting: { alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }] },
    }),
    scrape_configs: [
      ...(target === undefined
        ? []
        : [{ job_name: 'function', static_configs: [{ targets: [target], labels: pod }] }]),
      { job_name: 'prometheus', static_configs: [{ targets: [`localhost:${port}`] }] },
    ],
  };
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'prometheus.yaml');
  writeFileSync(file, stringify(configuration));
  const data = path.join(folder, 'data');
  return startProgram('prometheus', [`--config.file=${file}`, `--storage.tsdb.path=${data}`], port);
}

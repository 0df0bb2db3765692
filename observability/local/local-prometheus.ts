import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse, stringify } from 'yaml';
import type { Running } from '../../tools/background-process.ts';
import { generatedFolder, stackFolder } from '../folders.ts';
import { startProgram } from './programs.ts';

interface LocalPrometheus {
  folder: string;
  port: number;
  /** The function's host:port, scraped as a pod would be. */
  target?: string;
  ruleFiles?: readonly string[];
  alertmanager?: string;
  intervalSeconds?: number;
  /** Its name as one of several that tell the same Alertmanager, as in a cluster. */
  replica?: string;
}

/** The configuration of the cluster. */
const inCluster = parse(readFileSync(path.join(stackFolder, 'prometheus/prometheus.yaml'), 'utf8'));

/** Prometheus from the PATH, without a cluster: the rules of the cluster on the function of this machine. */
export function startLocalPrometheus({
  folder,
  port,
  target,
  ruleFiles = [path.join(generatedFolder, '*.yaml')],
  alertmanager,
  intervalSeconds = 5,
  replica,
}: LocalPrometheus): Promise<Running> {
  const interval = `${intervalSeconds}s`;
  const pod = { namespace: 'local', service: 'cats-vs-dogs', revision: 'local', pod: 'local' };
  const configuration = {
    global: {
      ...{ scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
      ...(replica !== undefined && { external_labels: { replica } }),
    },
    rule_files: ruleFiles,
    ...(alertmanager !== undefined && {
      alerting: {
        alert_relabel_configs: inCluster.alerting.alert_relabel_configs,
        alertmanagers: [{ static_configs: [{ targets: [alertmanager] }] }],
      },
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

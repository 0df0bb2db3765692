import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';
import type { Running } from '../../tools/background-process.ts';
import { freePort } from '../../tools/free-port.ts';
import { stackFolder } from '../folders.ts';
import { withMail } from '../stack/mail-settings.ts';
import type { Inbox } from './inbox.ts';
import { startLocalPrometheus } from './local-prometheus.ts';
import { startProgram } from './programs.ts';

/** The alert that is no alert. */
export const SYNTHETIC = 'AlertPipelineTest';
export const syntheticAnnotations = {
  summary: 'A test of the alert pipeline',
  description: 'Nothing is wrong: npx . monitoring alerts-test sent this alert.',
  runbook_url: 'none is needed',
};

/** Alertmanager from the PATH with the configuration of the cluster, which sends to that inbox. */
export async function startLocalAlertmanager(
  folder: string,
  inbox: Inbox,
  { password }: { password?: string } = {},
): Promise<Running & { address: string }> {
  mkdirSync(folder, { recursive: true });
  const source = (name: string) => readFileSync(path.join(stackFolder, 'alertmanager', name), 'utf8');
  const configuration = withMail(source('alertmanager.yaml'), {
    ...{ smarthost: `127.0.0.1:${inbox.port}`, requireTls: false },
    ...{ from: 'alerts@example.org', to: 'oncall@example.org' },
    username: password === undefined ? undefined : 'alerts',
  });
  const passwordFile = path.join(folder, 'smtp-password');
  writeFileSync(passwordFile, password ?? '', { mode: 0o600 });
  const file = path.join(folder, 'alertmanager.yaml');
  writeFileSync(file, configuration.replace('/etc/alertmanager/secrets/smtp-password', passwordFile));
  writeFileSync(path.join(folder, 'mail.tmpl'), source('mail.tmpl'));
  const port = await freePort();
  const data = path.join(folder, 'data');
  const args = [`--config.file=${file}`, `--storage.path=${data}`, '--cluster.listen-address='];
  return { ...(await startProgram('alertmanager', args, port)), address: `127.0.0.1:${port}` };
}

/** Prometheus from the PATH with one rule, which always fires, and tells that Alertmanager. */
export async function startSyntheticAlert(
  folder: string,
  alertmanager: string,
  replica = 'local',
): Promise<Running & { address: string }> {
  mkdirSync(folder, { recursive: true });
  const rule = {
    ...{ alert: SYNTHETIC, expr: 'vector(1)', labels: { severity: 'critical' } },
    annotations: syntheticAnnotations,
  };
  const file = path.join(folder, 'rule.yaml');
  writeFileSync(file, stringify({ groups: [{ name: 'test', rules: [rule] }] }));
  const port = await freePort();
  const options = { folder, port, ruleFiles: [file], alertmanager, replica, intervalSeconds: 1 };
  return { ...(await startLocalPrometheus(options)), address: `127.0.0.1:${port}` };
}

import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../../tools/failure.ts';
import { SYNTHETIC, syntheticAnnotations } from '../local/alert-pipeline.ts';

const POLL_MS = 1000;
const MINUTE_MS = 60_000;

/** How many mails Alertmanager has sent, and how many it could not. */
async function mails(url: URL): Promise<{ tried: number; failed: number }> {
  const page = await (await fetch(new URL('metrics', url))).text();
  const sum = (name: string) =>
    page
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) && line.includes('integration="email"'))
      .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' '))), 0);
  return {
    tried: sum('alertmanager_notifications_total'),
    failed: sum('alertmanager_notifications_failed_total'),
  };
}

/**
 * Gives Alertmanager an alert that is none, and waits until its mail is sent.
 * @returns after how many seconds
 * @throws Failure that says what to look at
 */
export async function sendSynthetic(url: URL, timeoutMs: number): Promise<string> {
  const configuration = (await (await fetch(new URL('api/v2/status', url))).json()) as {
    config: { original: string };
  };
  if (!configuration.config.original.includes('email_configs:')) {
    throw new Failure('nobody is told of alerts: npx . monitoring deploy --help tells how to say whom');
  }
  const before = await mails(url);
  const startedAt = Date.now();
  const alert = {
    labels: { alertname: SYNTHETIC, severity: 'critical', test: String(startedAt) },
    annotations: syntheticAnnotations,
    endsAt: new Date(startedAt + MINUTE_MS).toISOString(),
  };
  const { ok, status } = await fetch(new URL('api/v2/alerts', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify([alert]),
  });
  if (!ok) throw new Failure(`Alertmanager answers ${status}`);
  for (const endsAt = startedAt + timeoutMs; Date.now() < endsAt; await pause(POLL_MS)) {
    const now = await mails(url);
    if (now.failed > before.failed) break;
    if (now.tried > before.tried) return ((Date.now() - startedAt) / 1000).toFixed(1);
  }
  throw new Failure('the mail did not get out: npx . monitoring logs alertmanager tells why');
}

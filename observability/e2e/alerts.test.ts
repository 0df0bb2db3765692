import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Client } from '../../tools/http.ts';
import { sendSynthetic } from '../alerts/alertmanager-api.ts';
import { SYNTHETIC } from '../local/alert-pipeline.ts';
import { type Inbox, type Mail, openInbox } from '../local/inbox.ts';
import { Prometheus } from '../prometheus.ts';
import { apply } from '../stack/deploy.ts';
import { withForward } from '../stack/forward.ts';
import { mailSettings } from '../stack/mail-settings.ts';
import { withSettings } from '../stack/manifests.ts';
import { hostForPods } from './host-for-pods.ts';
import { monitoringUnderTest, stack } from './monitoring.ts';
import { observed, send } from './observed.ts';

const { kubectl } = observed;
const NAMESPACE = observed.installation.namespace;
const { image } = inject('observability');
const SMTP_PORT = Number(process.env.E2E_SMTP_PORT ?? 587);
const MINUTE_MS = 60_000;
const BETWEEN_PHOTOS_MS = 2000;
/** The function takes no body into memory, however small: each photo gets 503. */
const BROKEN = { MAX_IN_FLIGHT_BYTES: '1' };

const parts = await monitoringUnderTest();

let inbox: Inbox;

beforeAll(async () => {
  const host = await hostForPods(kubectl);
  inbox = await openInbox({ host, port: SMTP_PORT });
  const settings = mailSettings({
    ...{ ALERT_SMTP_SMARTHOST: `${host}:${SMTP_PORT}`, ALERT_SMTP_TLS: 'off' },
    ...{ ALERT_MAIL_FROM: 'alerts@example.org', ALERT_MAIL_TO: 'oncall@example.org' },
  });
  await apply(stack, withSettings(parts, settings));
}, 600_000);
afterAll(async () => {
  await observed.remove();
  // The mailbox goes: nobody is told any more.
  await apply(stack, withSettings(parts, undefined));
  await inbox.close();
}, 300_000);

/** How often Prometheus saw an alert of the tests' namespace wait or fire within the last minutes. */
function seen(alert: string, window: string): Promise<number> {
  return withForward(stack, 'prometheus', (url) =>
    new Prometheus(url).number(
      `sum(count_over_time(ALERTS{alertname="${alert}", namespace="${NAMESPACE}"}[${window}]))`,
    ),
  );
}

/** Sends a photo every other second until a mail comes. */
async function sendUntil(client: Client, wanted: (mail: Mail) => boolean, minutes: number): Promise<Mail> {
  const endsAt = Date.now() + minutes * MINUTE_MS;
  for (;;) {
    await send(client, 1);
    const mail = await inbox.wait(wanted, BETWEEN_PHOTOS_MS);
    if (mail !== undefined) return mail;
    if (Date.now() > endsAt)
      throw new Error(`no mail within ${minutes} min, but: ${inbox.mails.map(({ subject }) => subject)}`);
  }
}

const about = (status: string, alert: string) => (mail: Mail) =>
  mail.subject.startsWith(`[${status}`) && mail.subject.includes(alert) && mail.text.includes(NAMESPACE);
const secondsSince = (startedAt: number, mail: Mail) => Math.round((mail.receivedAt - startedAt) / 1000);

it('an alert that is none gets from Alertmanager to the inbox', async () => {
  const seconds = await withForward(stack, 'alertmanager', (url) => sendSynthetic(url, 2 * MINUTE_MS));
  const mail = await inbox.wait(({ subject }) => subject.includes(SYNTHETIC), 5000);
  expect(mail?.to).toBe('oncall@example.org');
  console.log(`synthetic alert: mail after ${seconds} s`);
}, 200_000);

it('nobody hears of a service that rests', async () => {
  await observed.deploy({ image });
  await observed.asleep();
  // Longer than NoPredictions looks back and waits.
  await pause(6 * MINUTE_MS);
  expect(await seen('NoPredictions', '5m')).toBe(0);
  expect(await seen('ScaleFromZeroFailing', '5m')).toBe(0);
}, 1_200_000);

it('a bad revision is told of by mail, as errors and as photos without predictions, and so is its end', async () => {
  await observed.deploy({ image, env: BROKEN });
  const client = await observed.client();
  const startedAt = Date.now();
  expect([...(await send(client, 1))]).toEqual([[503, 1]]);
  const errors = await sendUntil(client, about('FIRING', 'HighPredictionErrorRate'), 8);
  console.log(
    `HighPredictionErrorRate: mail after ${secondsSince(startedAt, errors)} s\n${errors.subject}\n${errors.text}`,
  );
  const none = await sendUntil(client, about('FIRING', 'NoPredictions'), 20);
  console.log(`NoPredictions: mail after ${secondsSince(startedAt, none)} s\n${none.subject}`);

  await observed.deploy({ image });
  const mendedAt = Date.now();
  expect([...(await send(client, 1))]).toEqual([[200, 1]]);
  for (const alert of ['NoPredictions', 'HighPredictionErrorRate']) {
    const resolved = await sendUntil(client, about('RESOLVED', alert), 15);
    console.log(`${alert}: resolved by mail after ${secondsSince(mendedAt, resolved)} s`);
  }
  client.close();
}, 3_600_000);

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { contextOption, namespaceOption } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { sendSynthetic } from '../alerts/alertmanager-api.ts';
import { SYNTHETIC, startLocalAlertmanager, startSyntheticAlert } from '../local/alert-pipeline.ts';
import { openInbox } from '../local/inbox.ts';
import { withForward } from '../stack/forward.ts';
import { stackOf } from '../stack/stack.ts';

const TIMEOUT_MS = 90_000;

export default () =>
  new Command()
    .description(
      `Sends a test alert through the whole pipeline. In a cluster it goes to Alertmanager, and the command waits until the
      mail server has taken the mail: then look into your inbox. With --local everything is started on this machine, from
      the PATH, and the mail is shown.`,
    )
    .option('--local', 'without a cluster: from a rule to a mail in an inbox of this machine')
    .addOption(contextOption())
    .addOption(namespaceOption('MONITORING_NAMESPACE'))
    .action(async ({ local, ...place }) => {
      if (local === true) return testHere();
      await withForward(stackOf(place), 'alertmanager', async (url) => {
        const seconds = await sendSynthetic(url, TIMEOUT_MS);
        console.log(
          `after ${seconds} s the mail server has taken the mail: look into the inbox of ALERT_MAIL_TO`,
        );
      });
    });

/** From a rule to a mail on this machine: Prometheus, Alertmanager with the cluster's configuration, a mail server. */
async function testHere(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-alerts-'));
  const toStop: (() => Promise<unknown>)[] = [async () => rmSync(folder, { recursive: true })];
  try {
    const inbox = await openInbox();
    toStop.push(inbox.close);
    const alertmanager = await startLocalAlertmanager(path.join(folder, 'alertmanager'), inbox);
    toStop.push(alertmanager.stop);
    const startedAt = Date.now();
    const prometheus = await startSyntheticAlert(path.join(folder, 'prometheus'), alertmanager.address);
    toStop.push(prometheus.stop);
    const mail = await inbox.wait(({ subject }) => subject.includes(SYNTHETIC), TIMEOUT_MS);
    if (mail === undefined) throw new Failure(`no mail came within ${TIMEOUT_MS / 1000} s`);
    const seconds = ((mail.receivedAt - startedAt) / 1000).toFixed(1);
    console.log(`after ${seconds} s, to ${mail.to}:\n\n${mail.subject}\n\n${mail.text.trim()}\n`);
    console.log('the pipeline works: rule, Prometheus, Alertmanager, mail');
  } finally {
    for (const stop of toStop.reverse()) await stop();
  }
}

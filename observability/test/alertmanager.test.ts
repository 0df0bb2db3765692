import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Running } from '../../tools/background-process.ts';
import { stackFolder } from '../folders.ts';
import { SYNTHETIC, startLocalAlertmanager, startSyntheticAlert } from '../local/alert-pipeline.ts';
import { type Inbox, openInbox } from '../local/inbox.ts';
import { alerts } from '../rules/groups.ts';
import { isHere, tell } from './programs.ts';

const configuration = path.join(stackFolder, 'alertmanager/alertmanager.yaml');

describe.skipIf(!isHere('amtool'))('amtool', () => {
  it('finds nothing wrong', () => {
    const { ok, text } = tell('amtool', ['check-config', configuration]);
    expect(ok ? '' : text).toBe('');
  });

  it.each(alerts.map(({ name, severity }) => [name, severity] as const))(
    'sends %s (%s) where it belongs',
    (name, severity) => {
      const receiver = severity === 'none' ? 'dead-mans-switch' : 'team';
      const { ok, text } = tell('amtool', [
        ...['config', 'routes', 'test', `--config.file=${configuration}`, `--verify.receivers=${receiver}`],
        ...[`alertname=${name}`, `severity=${severity}`, 'namespace=cats-vs-dogs', 'service=cats-vs-dogs'],
      ]);
      expect(ok ? '' : text).toBe('');
    },
  );

  it('sends what nobody thought of to the team', () => {
    expect(
      tell('amtool', [
        'config',
        'routes',
        'test',
        `--config.file=${configuration}`,
        'alertname=New',
      ]).text.trim(),
    ).toBe('team');
  });
});

const PASSWORD = 'correct horse';

describe.skipIf(!['alertmanager', 'prometheus'].every((name) => isHere(name as 'prometheus')))(
  'the pipeline',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-pipeline-'));
    let inbox: Inbox;
    let alertmanager: Running & { address: string };

    beforeAll(async () => {
      inbox = await openInbox({ password: PASSWORD });
      alertmanager = await startLocalAlertmanager(path.join(folder, 'alertmanager'), inbox, {
        password: PASSWORD,
      });
    }, 60_000);
    afterAll(async () => {
      await alertmanager.stop();
      await inbox.close();
      rmSync(folder, { recursive: true });
    });

    async function tellAlertmanager(...labels: Record<string, string>[]): Promise<void> {
      const startsAt = new Date().toISOString();
      await fetch(`http://${alertmanager.address}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(
          labels.map((one) => ({ labels: one, startsAt, annotations: { summary: 'a test' } })),
        ),
      });
    }

    /** The alerts that are held back, by name and node or service. */
    async function heldBack(): Promise<string[]> {
      const answer = await fetch(`http://${alertmanager.address}/api/v2/alerts?active=true&inhibited=true`);
      const all = (await answer.json()) as {
        labels: Record<string, string>;
        status: { inhibitedBy: string[] };
      }[];
      return all
        .filter(({ status }) => status.inhibitedBy.length > 0)
        .map(({ labels }) => `${labels.alertname} ${labels.service ?? labels.node ?? ''}`.trim())
        .sort();
    }

    it('brings an alert from a rule to a mail in an inbox, by a password from a file', async () => {
      const prometheus = await startSyntheticAlert(path.join(folder, 'prometheus'), alertmanager.address);
      try {
        const mail = await inbox.wait(({ subject }) => subject.includes(SYNTHETIC), 50_000);
        expect(mail).toMatchObject({
          from: 'alerts@example.org',
          to: 'oncall@example.org',
          subject: '[FIRING 1] critical AlertPipelineTest: A test of the alert pipeline',
        });
        expect(mail!.text).toContain('Nothing is wrong: npx . monitoring alerts-test sent this alert.');
        expect(mail!.text).toContain('What to do: none is needed');
      } finally {
        await prometheus.stop();
      }
    });

    it('takes the same alert of two replicas of Prometheus for one', async () => {
      const replicas = await Promise.all(
        ['a', 'b'].map((name) =>
          startSyntheticAlert(path.join(folder, `replica-${name}`), alertmanager.address, name),
        ),
      );
      try {
        for (const { address } of replicas) {
          const sent = async () => {
            const page = await (await fetch(`http://${address}/metrics`)).text();
            return Number(/^prometheus_notifications_sent_total\{.*\} (\d+)$/m.exec(page)?.[1] ?? 0);
          };
          // One that is sent before Prometheus knows Alertmanager is lost; the next goes out a minute later.
          await expect.poll(sent, { timeout: 100_000 }).toBeGreaterThan(0);
        }
        const query = `filter=alertname="${SYNTHETIC}"`;
        const answer = await fetch(`http://${alertmanager.address}/api/v2/alerts?${query}`);
        const alerts = (await answer.json()) as { labels: Record<string, string> }[];
        expect(alerts.map(({ labels }) => labels)).toEqual([{ alertname: SYNTHETIC, severity: 'critical' }]);
      } finally {
        await Promise.all(replicas.map((replica) => replica.stop()));
      }
    }, 120_000);

    it('holds back the warning of a service or node of which something worse is told, and of no other', async () => {
      const service = (alertname: string, severity: string, name: string) => ({
        ...{ alertname, severity, namespace: name, service: name },
      });
      const node = (alertname: string, severity: string, name: string) => ({
        alertname,
        severity,
        node: name,
      });
      await tellAlertmanager(
        service('HighPredictionErrorRate', 'critical', 'a'),
        service('HighPredictionLatency', 'warning', 'a'),
        service('HighPredictionLatency', 'warning', 'b'),
        node('CriticalCPUUsage', 'critical', 'x'),
        node('HighCPUUsage', 'warning', 'x'),
        node('HighCPUUsage', 'warning', 'y'),
        { alertname: 'ScrapeTargetMissing', severity: 'warning', job: 'autoscaler' },
      );
      await expect.poll(heldBack, { timeout: 20_000 }).toEqual(['HighCPUUsage x', 'HighPredictionLatency a']);
    });

    it('tells all that fails beside a node that is down, except the warnings of that node', async () => {
      await tellAlertmanager(
        { alertname: 'NodeDown', severity: 'critical', node: 'z' },
        { alertname: 'HighDiskUsage', severity: 'warning', node: 'z' },
        { alertname: 'ScaleFromZeroFailing', severity: 'critical', namespace: 'c', service: 'c' },
        { alertname: 'PodCrashLooping', severity: 'critical', namespace: 'c', pod: 'p' },
        { alertname: 'RevisionReplicasMismatch', severity: 'warning', namespace: 'd', service: 'd' },
      );
      await expect.poll(heldBack, { timeout: 20_000 }).toEqual(expect.arrayContaining(['HighDiskUsage z']));
      const told = await heldBack();
      for (const name of ['ScaleFromZeroFailing c', 'PodCrashLooping', 'RevisionReplicasMismatch d']) {
        expect(told).not.toContain(name);
      }
    });
  },
);

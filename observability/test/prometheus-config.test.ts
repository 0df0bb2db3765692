import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { generatedFolder, stackFolder } from '../folders.ts';
import { isHere, tell } from './programs.ts';

const text = readFileSync(path.join(stackFolder, 'prometheus/prometheus.yaml'), 'utf8');

interface Job {
  job_name: string;
  scrape_interval?: string;
  relabel_configs?: { source_labels?: string[]; regex?: string; action?: string; target_label?: string }[];
  metric_relabel_configs?: { regex?: string; action?: string; target_label?: string }[];
  kubernetes_sd_configs?: { role: string }[];
}
// What is named once and used again is resolved.
const { scrape_configs: jobs } = parse(text) as { scrape_configs: Job[] };
const job = (name: string): Job => jobs.find(({ job_name }) => job_name === name)!;
const seconds = (interval: string | undefined): number => Number(/^(\d+)s$/.exec(interval ?? '')?.[1]);

describe('what Prometheus scrapes', () => {
  it('is the function, what is before it, Knative, the nodes, and the monitoring itself', () => {
    expect(jobs.map(({ job_name }) => job_name)).toEqual([
      ...['function', 'queue-proxy', 'activator', 'autoscaler', 'kubelet', 'cadvisor'],
      ...['node-exporter', 'kube-state-metrics', 'prometheus', 'alertmanager'],
    ]);
  });

  it.each(['function', 'queue-proxy'])(
    '%s by its pods, with service, revision and pod on every series',
    (name) => {
      const { kubernetes_sd_configs, relabel_configs = [] } = job(name);
      expect(kubernetes_sd_configs!.map(({ role }) => role)).toEqual(['pod']);
      const targets = relabel_configs.map(({ target_label }) => target_label).filter(Boolean);
      expect(targets).toEqual(['namespace', 'service', 'revision', 'pod', 'node']);
    },
  );

  it.each(['function', 'queue-proxy'])(
    '%s often enough that the last values are seen before a pod ends',
    (name) => {
      // queue-proxy waits so long for silence, and the function is told to end only after that.
      const drainSeconds = 30;
      // Prometheus and its discovery each look every 5 s at what is new.
      const discoverySeconds = 10;
      const interval = seconds(job(name).scrape_interval);
      expect(discoverySeconds + 2 * interval).toBeLessThanOrEqual(drainSeconds);
    },
  );

  it.each(['function', 'queue-proxy'])('%s until it has ended, whether it is ready or not', (name) => {
    const dropped = job(name).relabel_configs!.filter(({ action }) => action === 'keep' || action === 'drop');
    const sources = dropped.flatMap(({ source_labels = [] }) => source_labels);
    expect(sources.filter((source) => /ready|deletion/.test(source))).toEqual([]);
    expect(
      dropped.find(({ source_labels }) => source_labels?.[0] === '__meta_kubernetes_pod_phase')?.regex,
    ).toBe('Succeeded|Failed');
  });

  it.each(['queue-proxy', 'activator', 'autoscaler'])("%s without OpenTelemetry's own labels", (name) => {
    expect(job(name).metric_relabel_configs).toContainEqual({ regex: 'otel_scope_.+', action: 'labeldrop' });
  });
});

describe.skipIf(!isHere('promtool'))('promtool', () => {
  it('finds nothing wrong', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-config-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    cpSync(generatedFolder, path.join(folder, 'rules'), { recursive: true });
    for (const name of ['token', 'ca.crt']) writeFileSync(path.join(folder, name), '');
    const here = text
      .replaceAll('/etc/prometheus/rules', `${folder}/rules`)
      .replaceAll('/var/run/secrets/kubernetes.io/serviceaccount', folder);
    writeFileSync(path.join(folder, 'prometheus.yaml'), here);
    const { ok, text: words } = tell('promtool', [
      'check',
      'config',
      '--lint',
      'all',
      '--lint-fatal',
      path.join(folder, 'prometheus.yaml'),
    ]);
    expect(ok ? '' : words).toBe('');
  });
});

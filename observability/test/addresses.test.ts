import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Kubectl } from '../../tools/kubectl.ts';
import { addressesOf, withAddresses } from '../stack/addresses.ts';
import { isConfigMap, render } from '../stack/manifests.ts';

const ours = {
  RUNBOOK_URL: 'https://github.com/shelter/cats-vs-dogs/blob/main/observability/runbooks/',
  PROMETHEUS_URL: 'https://prometheus.shelter.net',
  ALERTMANAGER_URL: 'https://alertmanager.shelter.net',
  DASHBOARD_URL: 'https://grafana.shelter.net',
  CLUSTER_NAME: 'shelter',
};
const stack = { kubectl: new Kubectl(), namespace: 'watch' };
const needed = { needsRunbooks: true };

describe('the addresses of an installation', () => {
  it('have placeholders where nobody reads them, and no cluster', () => {
    const { urls, cluster } = addressesOf({}, { needsRunbooks: false });
    expect(urls.prometheus).toBe('http://localhost:9090');
    expect(cluster).toBeUndefined();
  });

  it.each([
    [{}, /^RUNBOOK_URL is missing: folder of the runbooks, as https/],
    [{ RUNBOOK_URL: 'docs' }, /^RUNBOOK_URL must be an address of yours/],
    [
      { RUNBOOK_URL: 'https://github.com/example/cats-vs-dogs' },
      /^RUNBOOK_URL must be an address of yours.*found: https:\/\/github.com\/example/,
    ],
    [{ ...ours, DASHBOARD_URL: 'https://grafana.example.com' }, /^DASHBOARD_URL must be an address of yours/],
    [{ ...ours, PROMETHEUS_URL: 'file:///etc' }, /^PROMETHEUS_URL must be an address of yours/],
  ])('%j are refused', (env, complaint) => {
    expect(() => addressesOf(env, needed)).toThrow(complaint);
  });

  it('are in alerts, panels and the programs themselves, and no placeholder stays', async () => {
    const manifests = withAddresses(await render(stack, []), addressesOf(ours, needed));
    const text = JSON.stringify(manifests);
    expect(text).not.toContain('github.com/example');
    expect(text).not.toMatch(/localhost:(3000|9093)/);
    expect(text).toContain('--web.external-url=https://prometheus.shelter.net/');
    expect(text).toContain('--web.external-url=https://alertmanager.shelter.net/');
    const data = Object.assign({}, ...manifests.filter(isConfigMap).map((map) => map.data));
    const rules = parse(data['alerts.yaml']).groups.flatMap((group: { rules: object[] }) => group.rules);
    expect(rules).toContainEqual(
      expect.objectContaining({
        alert: 'NoPredictions',
        annotations: expect.objectContaining({
          runbook_url:
            'https://github.com/shelter/cats-vs-dogs/blob/main/observability/runbooks/NoPredictions.md',
          dashboard_url: 'https://grafana.shelter.net/d/cats-vs-dogs-service',
        }),
      }),
    );
    const { panels } = JSON.parse(data['cats-vs-dogs-slo.json']);
    const links = panels.flatMap((panel: { links?: { url: string }[] }) => panel.links ?? []);
    expect(links[0].url).toMatch(/^https:\/\/github.com\/shelter\/.*\/PredictionErrorBudgetBurn.md$/);
    expect(parse(data['prometheus.yaml'])).toMatchObject({
      global: { external_labels: { cluster: 'shelter', replica: expect.stringContaining('HOSTNAME') } },
      scrape_configs: expect.arrayContaining([
        expect.objectContaining({
          job_name: 'prometheus',
          static_configs: [{ targets: ['localhost:9090'] }],
        }),
      ]),
    });
  });
});

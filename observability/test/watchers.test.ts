import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { kubectlIsHere } from '../../knative/test/kubectl-here.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { kustomize, type Manifest } from '../../tools/kustomize.ts';
import { folder as dashboardsFolder } from '../dashboards/files.ts';
import { stackFolder } from '../folders.ts';
import { families } from './dashboards/families.ts';

// biome-ignore lint/suspicious/noExplicitAny: what shape it has, is what is checked
type Any = any;

const watchers = ['grafana', 'node-exporter', 'kube-state-metrics'] as const;

const isHere = kubectlIsHere(`the manifests of ${watchers.join(', ')}`);
const rendered = (name: (typeof watchers)[number]): Promise<Manifest[]> =>
  kustomize(new Kubectl(), path.join(stackFolder, name));

const ofKind = (manifests: readonly Manifest[], kind: string): Any =>
  manifests.find((manifest) => manifest.kind === kind);
const workloadOf = (manifests: readonly Manifest[]): Any =>
  ofKind(manifests, 'Deployment') ?? ofKind(manifests, 'DaemonSet');

describe.runIf(isHere)('the manifests', () => {
  describe.each(watchers)('of %s', (name) => {
    let manifests: Manifest[];
    beforeAll(async () => {
      manifests = await rendered(name);
    });
    const pod = () => workloadOf(manifests).spec.template;
    const container = () => pod().spec.containers[0];

    it('have one container, of a numbered user that is not root, which may write and do nothing', () => {
      expect(pod().spec.containers).toHaveLength(1);
      expect(pod().spec.securityContext).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(pod().spec.securityContext.runAsUser).toBeGreaterThan(0);
      expect(container().securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      });
    });

    it('ask for memory and CPU and limit both', () => {
      const { requests, limits } = container().resources;
      expect([requests, limits].map((amounts) => Object.keys(amounts).sort())).toEqual([
        ['cpu', 'memory'],
        ['cpu', 'memory'],
      ]);
    });

    it('pin the image', () => {
      expect(container().image).toMatch(/^[\w.]+\.\w+\/[\w./-]+:v?\d+\.\d+\.\d+$/);
    });

    it('let Kubernetes see whether it is ready, and whether it lives', () => {
      expect(container().readinessProbe.httpGet).toBeDefined();
      expect(container().livenessProbe.httpGet).toBeDefined();
    });

    it('have a network policy of the pods, both ways', () => {
      const { podSelector, policyTypes } = ofKind(manifests, 'NetworkPolicy').spec;
      expect(pod().metadata.labels).toMatchObject(podSelector.matchLabels);
      expect(policyTypes).toEqual(['Ingress', 'Egress']);
    });

    it('give a token to none but whom Kubernetes has to tell something', () => {
      expect(pod().spec.automountServiceAccountToken).toBe(name === 'kube-state-metrics');
    });

    it('have no password', () => {
      expect(ofKind(manifests, 'Secret')).toBeUndefined();
      expect(JSON.stringify(manifests.filter(({ kind }) => kind !== 'ConfigMap'))).not.toMatch(/PASSWORD/i);
    });
  });

  it('of Grafana take the password from a file of a Secret that must be there', async () => {
    const manifests = await rendered('grafana');
    const { volumes, containers } = workloadOf(manifests).spec.template.spec;
    const secrets = volumes.find(({ name }: Any) => name === 'secrets');
    expect(secrets.secret.optional).toBeUndefined();
    const { mountPath } = containers[0].volumeMounts.find(({ name }: Any) => name === 'secrets');
    const settings = (manifests as Any[]).find(({ data }) => data?.['grafana.ini']).data['grafana.ini'];
    expect(settings.match(/^admin_password = .*$/gm)).toEqual([
      `admin_password = $__file{${mountPath}/admin-password}`,
    ]);
    expect(settings).toMatch(/\[auth\.anonymous\]\nenabled = false\n/);
  });

  it('of Grafana bring all dashboards and the data source that they ask', async () => {
    const manifests = (await rendered('grafana')) as Any[];
    const dashboards = manifests.find(({ metadata }) => metadata.name.startsWith('grafana-dashboards-'));
    expect(Object.keys(dashboards.data).sort()).toEqual(readdirSync(dashboardsFolder).sort());
    const config = manifests.find(({ data }) => data?.['datasources.yaml']).data;
    expect(parse(config['datasources.yaml']).datasources).toMatchObject([
      { type: 'prometheus', url: 'http://prometheus:9090', isDefault: true },
    ]);
    const { path: found } = parse(config['dashboards.yaml']).providers[0].options;
    const mounts = workloadOf(manifests).spec.template.spec.containers[0].volumeMounts;
    expect(mounts.find(({ name }: Any) => name === 'dashboards').mountPath).toBe(found);
  });

  it('of kube-state-metrics tell what the dashboards ask for, and no more', async () => {
    const manifests = await rendered('kube-state-metrics');
    const { args } = workloadOf(manifests).spec.template.spec.containers[0];
    const allowed = args.find((arg: string) => arg.startsWith('--metric-allowlist=')).split('=')[1];
    expect(allowed.split(',').sort()).toEqual([...families['kube-state-metrics']].sort());
    const resources = ofKind(manifests, 'ClusterRole').rules.flatMap((rule: Any) => rule.resources);
    expect(args).toContain(`--resources=${[...resources].sort().join(',')}`);
    for (const { verbs } of ofKind(manifests, 'ClusterRole').rules) expect(verbs).toEqual(['list', 'watch']);
  });
});

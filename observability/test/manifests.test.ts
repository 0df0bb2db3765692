import { describe, expect, it } from 'vitest';
import { Kubectl } from '../../tools/kubectl.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { mailSettings } from '../stack/mail-settings.ts';
import { OPTIONAL, render, without, withSettings } from '../stack/manifests.ts';
import versions from '../versions.json' with { type: 'json' };

// biome-ignore lint/suspicious/noExplicitAny: what shape it has, is what is checked
type Any = any;

const stack = { kubectl: new Kubectl(), namespace: 'cats-vs-dogs-monitoring' };
const all = await render(stack, []);
const OURS = ['prometheus', 'alertmanager'];
const of = (kind: string, manifests: readonly Manifest[] = all): Any[] =>
  manifests.filter((manifest) => manifest.kind === kind);
const named = (kind: string, name: string, manifests?: readonly Manifest[]): Any =>
  of(kind, manifests).find(({ metadata }) => metadata.name === name);

it.each(OPTIONAL)('may be without %s, of which nothing stays then', (name) => {
  const rest = JSON.stringify(without(all, [name]));
  expect(rest).toContain('"prometheus"');
  expect(of('NetworkPolicy', without(all, [name])).map(({ metadata }) => metadata.name)).toEqual(
    of('NetworkPolicy').flatMap(({ metadata }) => (metadata.name === name ? [] : [metadata.name])),
  );
  expect(rest).not.toContain(`"name":"${name}"`);
});

describe.each(OURS)('%s', (name) => {
  const pod = named('Deployment', name).spec.template.spec;
  const [container] = pod.containers;

  it('runs as nobody, on a root that is read-only, with nothing that it may do', () => {
    expect(pod.securityContext).toMatchObject({
      ...{ runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container.securityContext).toEqual({
      ...{ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
    });
  });

  it('asks for CPU and memory, and has limits', () => {
    for (const kind of ['requests', 'limits']) {
      expect(Object.keys(container.resources[kind]).sort()).toEqual(['cpu', 'memory']);
    }
  });

  it('is of the version that the tests have', () => {
    const version = versions[name as 'prometheus' | 'alertmanager'];
    expect(container.image).toBe(`docker.io/prom/${name}:v${version}`);
  });

  it('is asked whether it is ready, and alive', () => {
    expect(container.readinessProbe.httpGet.path).toBe('/-/ready');
    expect(container.livenessProbe.httpGet.path).toBe('/-/healthy');
  });

  it('has a network policy for both ways', () => {
    const { spec } = named('NetworkPolicy', name);
    expect(spec.podSelector.matchLabels).toEqual({ 'app.kubernetes.io/name': name });
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    for (const { from } of spec.ingress) expect(from).not.toHaveLength(0);
    for (const { ports } of spec.egress) expect(ports).not.toHaveLength(0);
  });

  it('is reached from inside of the cluster alone, and in Kind on a port of its node', async () => {
    expect(named('Service', name).spec.type).toBeUndefined();
    const inKind = named('Service', name, await render(stack, ['node-ports'])).spec;
    expect([inKind.type, inKind.ports[0].nodePort]).toEqual([
      'NodePort',
      name === 'prometheus' ? 31090 : 31093,
    ]);
  });

  it('keeps its data with the pod, or in a volume', async () => {
    expect(pod.volumes.find((volume: Any) => volume.name === 'data').emptyDir.sizeLimit).toBeTruthy();
    const stored = await render(stack, ['persistent-storage']);
    const { volumes } = named('Deployment', name, stored).spec.template.spec;
    expect(volumes.at(-1)).toEqual({ name: 'data', persistentVolumeClaim: { claimName: name } });
    expect(named('PersistentVolumeClaim', name, stored).spec.accessModes).toEqual(['ReadWriteOnce']);
  });
});

describe('the monitoring', () => {
  it('is in one namespace, but for what has none', () => {
    for (const { kind, metadata } of all) {
      const outside = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'].includes(kind);
      expect(metadata.namespace, `${kind} ${metadata.name}`).toBe(
        outside ? undefined : 'cats-vs-dogs-monitoring',
      );
    }
  });

  it('is of another namespace as a whole, and shares no cluster-wide object with the first', async () => {
    const other = await render({ ...stack, namespace: 'watch' }, ['persistent-storage']);
    expect(JSON.stringify(other)).not.toContain('cats-vs-dogs-monitoring');
    const clusterWide = other.filter(({ metadata }) => metadata.namespace === undefined);
    expect(clusterWide.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      ...['ClusterRole watch-kube-state-metrics', 'ClusterRole watch-prometheus'],
      ...['ClusterRoleBinding watch-kube-state-metrics', 'ClusterRoleBinding watch-prometheus'],
      'Namespace watch',
    ]);
    for (const { metadata } of other) {
      expect(metadata.labels, metadata.name).toMatchObject({
        'app.kubernetes.io/part-of': 'monitoring',
        'app.kubernetes.io/instance': 'watch',
      });
    }
  });

  it.each(Object.entries({ prometheus: 9090, alertmanager: 9093, grafana: 3000 }))(
    'lets in whoever reaches the port of %s on the node, in Kind alone',
    async (name, port) => {
      const open = { ports: [{ port }] };
      expect(named('NetworkPolicy', name).spec.ingress).not.toContainEqual(open);
      const inKind = await render(stack, ['node-ports']);
      expect(named('NetworkPolicy', name, inKind).spec.ingress).toContainEqual(open);
    },
  );

  it('lets Prometheus see pods and nodes, and change or read nothing else', () => {
    expect(named('ClusterRole', 'cats-vs-dogs-monitoring-prometheus').rules).toEqual([
      { apiGroups: [''], resources: ['pods', 'nodes'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
    ]);
    expect(named('Deployment', 'alertmanager').spec.template.spec.automountServiceAccountToken).toBe(false);
  });

  it('has passwords in a Secret alone, which a pod anew reads', () => {
    const env = {
      ...{ ALERT_SMTP_SMARTHOST: 'm:25', ALERT_MAIL_FROM: 'a@b', ALERT_MAIL_TO: 'c@d' },
      ...{ ALERT_SMTP_USERNAME: 'user', ALERT_SMTP_PASSWORD: 'hush' },
    };
    const settled = withSettings(all, mailSettings(env));
    expect(JSON.stringify(settled.filter(({ kind }) => kind !== 'Secret'))).not.toContain('hush');
    expect(named('Secret', 'alertmanager', settled).data).toEqual({ 'smtp-password': btoa('hush') });
    const another = withSettings(all, mailSettings({ ...env, ALERT_SMTP_PASSWORD: 'silence' }));
    const configMap = (manifests: Manifest[]) =>
      named('Deployment', 'alertmanager', manifests).spec.template.spec.volumes[0].configMap.name;
    expect(of('ConfigMap', settled).map(({ metadata }) => metadata.name)).toContain(configMap(settled));
    expect(configMap(another)).not.toBe(configMap(settled));
  });
});

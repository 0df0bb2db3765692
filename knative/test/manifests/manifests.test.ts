import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Kubectl } from '../../../tools/kubectl.ts';
import { kustomize, type Manifest } from '../../../tools/kustomize.ts';
import { sortOut, withImage } from '../../deploy/overlay.ts';
import { knativeFolder } from '../../names.ts';
import { kubectlIsHere } from '../kubectl-here.ts';
import { type Any, type Invariant, invariants } from './invariants.ts';

const folders = ['base', 'overlays/kind', 'overlays/production', 'overlays/canary'];

/** Makes it wrong on purpose. */
type Doctor = (
  objects: Record<'service' | 'pod' | 'container' | 'config' | 'policy' | 'namespace', Any>,
) => void;

const annotate = (key: string, value: unknown): Doctor => {
  return ({ service }) => {
    service.spec.template.metadata.annotations[`autoscaling.knative.dev/${key}`] = value;
  };
};

/** What each invariant must not let through. */
const doctors: Readonly<Record<string, readonly Doctor[]>> = {
  'the template has no name, for then nothing but the name may change': [
    ({ service }) => Object.assign(service.spec.template.metadata, { name: 'cats-vs-dogs-1' }),
  ],
  'autoscaling annotations are on the template alone': [
    ({ service }) =>
      Object.assign(service.metadata, { annotations: { 'autoscaling.knative.dev/min-scale': '1' } }),
  ],
  'autoscaling annotations are such as Knative takes': [
    annotate('min-scale', 0),
    annotate('min-scale', '6'),
    annotate('minScale', '0'),
    annotate('metric', 'cpu'),
    annotate('target', '0'),
    annotate('target-utilization-percentage', '101'),
    annotate('target-burst-capacity', '-2'),
    annotate('window', '5s'),
    annotate('window', '61m'),
    annotate('scale-down-delay', 'long'),
    annotate('initial-scale', '0'),
    annotate('activation-scale', '1'),
    annotate('panic-threshold-percentage', '100'),
  ],
  'there are 0 to 5 pods': [annotate('max-scale', '0'), annotate('min-scale', '1')],
  'no field needs a feature flag, or is never allowed': [
    ({ pod }) => Object.assign(pod, { nodeSelector: { disk: 'ssd' } }),
    ({ pod }) => Object.assign(pod, { terminationGracePeriodSeconds: 60 }),
    ({ pod }) => Object.assign(pod, { securityContext: { runAsUser: 1 } }),
    ({ pod }) => Object.assign(pod, { priorityClassName: 'serving' }),
    ({ container }) => Object.assign(container, { lifecycle: {} }),
    ({ container }) => Object.assign(container, { startupProbe: {} }),
  ],
  'there is one container with one port, which Knative does not need itself': [
    ({ pod }) => pod.containers.push({ image: 'sidecar' }),
    ({ container }) => container.ports.push({ containerPort: 9000 }),
    ({ container }) => Object.assign(container.ports[0], { containerPort: 9090 }),
    ({ container }) => Object.assign(container.ports[0], { name: 'http' }),
  ],
  'memory and CPU are asked for and limited, and no more asked for than allowed': [
    ({ container }) => Object.assign(container.resources.requests, { memory: '257Mi' }),
    ({ container }) => Object.assign(container.resources.requests, { cpu: '1100m' }),
  ],
  'a pod takes more photos than the autoscaler aims at, and no more than the function': [
    annotate('target', '33'),
    ({ pod }) => Object.assign(pod, { containerConcurrency: 257 }),
    ({ pod }) => Object.assign(pod, { containerConcurrency: 0 }),
  ],
  'a pod has more time to end than its drain and the slowest request take': [
    ({ pod }) => Object.assign(pod, { timeoutSeconds: 70 }),
    ({ pod }) => Object.assign(pod, { timeoutSeconds: 601 }),
    ({ config }) => Object.assign(config.data, { BODY_TIMEOUT_MS: '50000' }),
  ],
  'queue-proxy and not the function closes an idle connection': [
    ({ config }) => Object.assign(config.data, { KEEP_ALIVE_TIMEOUT_MS: '90000' }),
    ({ config }) => delete config.data.KEEP_ALIVE_TIMEOUT_MS,
  ],
  'queue-proxy asks the function whether it is ready, as often as it can': [
    ({ container }) => delete container.readinessProbe,
    ({ container }) => Object.assign(container.readinessProbe, { periodSeconds: 1 }),
    ({ container }) => Object.assign(container.readinessProbe, { failureThreshold: 3 }),
    ({ container }) => Object.assign(container.readinessProbe.httpGet, { path: '/health/readiness' }),
  ],
  'the kubelet ends a function that answers nothing, and no other': [
    ({ container }) => delete container.livenessProbe,
    ({ container }) => Object.assign(container.livenessProbe, { failureThreshold: 1 }),
    ({ container }) => Object.assign(container.livenessProbe.httpGet, { path: '/healthz' }),
  ],
  'the container is one of a numbered user, and not of root': [
    ({ container }) => Object.assign(container.securityContext, { runAsUser: 0 }),
    ({ container }) => delete container.securityContext.runAsUser,
    ({ container }) => Object.assign(container.securityContext, { runAsNonRoot: false }),
  ],
  'the container may write nothing, and has no privilege': [
    ({ container }) => Object.assign(container.securityContext, { readOnlyRootFilesystem: false }),
    ({ container }) => delete container.securityContext.allowPrivilegeEscalation,
    ({ container }) => Object.assign(container.securityContext.capabilities, { drop: ['NET_RAW'] }),
    ({ container }) => Object.assign(container.securityContext.capabilities, { add: ['NET_ADMIN'] }),
    ({ container }) => Object.assign(container.securityContext.seccompProfile, { type: 'Unconfined' }),
  ],
  'the pod gets no token and no list of services': [
    ({ pod }) => delete pod.automountServiceAccountToken,
    ({ pod }) => Object.assign(pod, { enableServiceLinks: true }),
  ],
  'the configuration is there, and each of its variables is one that the function reads': [
    ({ config }) => Object.assign(config.metadata, { name: 'another' }),
    ({ config }) => Object.assign(config.data, { LOG_LEVLE: 'info' }),
    ({ config }) => Object.assign(config.data, { LOG_LEVEL: 'loud' }),
    ({ config }) => Object.assign(config.data, { PORT: '8080' }),
  ],
  'another configuration has another name': [
    ({ config }) => Object.assign(config.metadata, { name: 'cats-vs-dogs' }),
    ({ config }) => delete config.immutable,
  ],
  'the image has a tag or a digest, and it is not latest': [
    ({ container }) => Object.assign(container, { image: 'ghcr.io/example/cats-vs-dogs' }),
    ({ container }) => Object.assign(container, { image: 'ghcr.io/example/cats-vs-dogs:latest' }),
  ],
  'traffic, where it says so, is that to the latest revision, and all of it': [
    ({ service }) => Object.assign(service.spec, { traffic: [{ latestRevision: true, percent: 90 }] }),
  ],
  "the network policy is about the Service's pods, and both ways": [
    ({ policy }) => Object.assign(policy.spec, { podSelector: {} }),
    ({ policy }) => Object.assign(policy.spec, { policyTypes: ['Ingress'] }),
  ],
  'nothing goes out, and requests come in from Knative and its gateway alone': [
    ({ policy }) => Object.assign(policy.spec, { egress: [{}] }),
    ({ policy }) => delete policy.spec.egress,
    ({ policy }) => delete policy.spec.ingress[0].from,
    ({ policy }) => delete policy.spec.ingress[3].ports,
    ({ policy }) => policy.spec.ingress[0].from.push({ namespaceSelector: {} }),
  ],
  'everything is in the namespace, which enforces what the container promises': [
    ({ namespace }) => Object.assign(namespace.metadata, { labels: {} }),
    ({ policy }) => Object.assign(policy.metadata, { namespace: 'default' }),
  ],
  "everything has Kubernetes' recommended labels, pods too": [
    ({ service }) => Object.assign(service.spec.template.metadata, { labels: {} }),
    ({ policy }) => delete policy.metadata.labels,
  ],
};

describe.runIf(kubectlIsHere('the manifests'))('the manifests', () => {
  const rendered = new Map<string, Manifest[]>();
  beforeAll(async () => {
    for (const folder of folders) {
      rendered.set(folder, await kustomize(new Kubectl(), path.join(knativeFolder, folder)));
    }
  });
  /** A copy, which may be changed. */
  const of = (folder: string): Manifest[] => structuredClone(rendered.get(folder)!);

  // The base names an image that every overlay replaces.
  const exempt = (folder: string, name: string) =>
    folder === 'base' && name.startsWith('the image has a tag');
  const cases = folders.flatMap((folder) =>
    Object.entries(invariants)
      .filter(([name]) => !exempt(folder, name))
      .map(([name, invariant]) => [folder, name, invariant] as const),
  );
  it.each<readonly [string, string, Invariant]>(cases)('%s: %s', (folder, _, invariant) => {
    expect(invariant({ all: of(folder) })).toBeUndefined();
  });

  it('have a doctored manifest for each invariant', () => {
    expect(Object.keys(doctors).sort()).toEqual(Object.keys(invariants).sort());
  });

  const wrong = Object.entries(doctors).flatMap(([name, list]) =>
    list.map((doctor, index) => [name, index + 1, doctor] as const),
  );
  it.each<readonly [string, number, Doctor]>(wrong)('are refused unless %s (%i)', (name, _, doctor) => {
    const all = of('overlays/production');
    const kind = (wanted: string, group = '') =>
      all.find(({ kind, apiVersion }) => kind === wanted && apiVersion.startsWith(group));
    const service = kind('Service', 'serving.knative.dev') as unknown as {
      spec: { template: { spec: object } };
    };
    const pod = service.spec.template.spec as { containers: object[] };
    doctor({
      ...{ service, pod, container: pod.containers[0] },
      ...{ config: kind('ConfigMap'), policy: kind('NetworkPolicy'), namespace: kind('Namespace') },
    });
    expect(invariants[name]!({ all })).toBeDefined();
  });

  it('have an overlay for clusters without a registry, where Knative asks none', () => {
    const { service } = sortOut(of('overlays/kind'));
    expect(service.spec.template.spec.containers[0]!.image).toMatch(/^dev\.local\//);
  });

  it('have an overlay whose traffic moves by itself', () => {
    const { service } = sortOut(of('overlays/canary'));
    expect(service.metadata.annotations).toEqual({ 'serving.knative.dev/rollout-duration': '10m' });
  });

  it('take another image', () => {
    const { service, others } = withImage(sortOut(of('overlays/kind')), 'dev.local/cats-vs-dogs:7');
    expect(service.spec.template.spec.containers).toEqual([
      expect.objectContaining({ image: 'dev.local/cats-vs-dogs:7', livenessProbe: expect.anything() }),
    ]);
    expect(others.map(({ kind }) => kind)).toEqual(['Namespace', 'ConfigMap', 'NetworkPolicy']);
  });
});

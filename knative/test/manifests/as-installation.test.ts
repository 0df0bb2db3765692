import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Kubectl } from '../../../tools/kubectl.ts';
import { kustomizeWith, type Manifest } from '../../../tools/kustomize.ts';
import { asInstallation } from '../../deploy/as-installation.ts';
import { sortOut } from '../../deploy/overlay.ts';
import { knativeFolder } from '../../names.ts';
import { kubectlIsHere } from '../kubectl-here.ts';
import { type Any, invariants } from './invariants.ts';

const second = { name: 'second', namespace: 'beside' };
const components = ['tracing', 'priority'].map((name) => path.join(knativeFolder, 'components', name));

describe.runIf(kubectlIsHere('another installation'))('the manifests of another installation', () => {
  let all: Manifest[];
  let renamed: Any[];
  beforeAll(async () => {
    const kubectl = new Kubectl();
    const rendered = (folder: string, with_: string[]) =>
      kustomizeWith(kubectl, path.join(knativeFolder, folder), with_);
    all = [...(await rendered('overlays/production', components)), ...(await rendered('eventing', []))];
    renamed = asInstallation(all, second);
  });
  const ofKind = (kind: string): Any[] => renamed.filter((manifest) => manifest.kind === kind);

  it('name the project where it is meant, and the first installation nowhere', () => {
    const ours = structuredClone(renamed);
    for (const { metadata, spec } of ours) {
      // The labels of the application, and the image, are the same for all.
      for (const labels of [metadata.labels, spec?.template?.metadata?.labels]) {
        if (labels?.['app.kubernetes.io/name']) delete labels['app.kubernetes.io/name'];
        if (labels?.['app.kubernetes.io/part-of']) delete labels['app.kubernetes.io/part-of'];
      }
      for (const container of spec?.template?.spec.containers ?? []) delete container.image;
    }
    // So is the owner, of whom the network policy knows Prometheus.
    // And the type of an event, which says what it is, not who sent it.
    const text = JSON.stringify(ours)
      .replaceAll('"app.kubernetes.io/managed-by":"cats-vs-dogs"', '')
      .replaceAll('"type":"cats-vs-dogs.verdict"', '');
    expect(text).not.toContain('cats-vs-dogs');
  });

  it('are in its namespace, and have its name as their instance', () => {
    expect(ofKind('Namespace').map(({ metadata }) => metadata.name)).toEqual(['beside']);
    const inside = renamed.filter(({ kind }) => kind !== 'Namespace' && kind !== 'PriorityClass');
    expect(inside.map(({ kind }) => kind).sort()).toEqual(
      [
        ...['Broker', 'ConfigMap', 'Service', 'SinkBinding', 'Trigger', 'Trigger'],
        ...['NetworkPolicy', 'NetworkPolicy', 'NetworkPolicy'],
      ].sort(),
    );
    for (const { metadata } of inside) {
      expect(metadata).toMatchObject({
        namespace: 'beside',
        labels: { 'app.kubernetes.io/instance': 'second' },
      });
    }
  });

  it('refer to each other', () => {
    const { service } = sortOut(renamed);
    const [config] = ofKind('ConfigMap');
    expect(service.metadata.name).toBe('second');
    expect(config.metadata.name).toMatch(/^second-[a-z0-9]{10}$/);
    expect(service.spec.template.spec.containers[0]!.envFrom).toEqual([
      { configMapRef: { name: config.metadata.name } },
    ]);
    expect(ofKind('NetworkPolicy').map(({ metadata }) => metadata.name)).toEqual([
      'second',
      'second-tracing',
      'second-verdicts',
    ]);
    for (const { spec } of ofKind('NetworkPolicy')) {
      expect(spec.podSelector.matchLabels).toEqual({ 'serving.knative.dev/service': 'second' });
    }
    expect(ofKind('Trigger')[0].spec.subscriber.ref.name).toBe('second');
    expect(ofKind('SinkBinding')[0].spec.subject.name).toBe('second');
  });

  it('keep the image, what the cluster shares, and every rule for manifests', () => {
    expect(sortOut(renamed).service.spec.template.spec.containers[0]!.image).toBe(
      sortOut(all).service.spec.template.spec.containers[0]!.image,
    );
    expect(ofKind('PriorityClass').map(({ metadata }) => metadata.name)).toEqual(['serving']);
    const plain = renamed.filter(
      ({ kind, metadata }) =>
        !['PriorityClass', 'Broker', 'SinkBinding', 'Trigger'].includes(kind) &&
        !/-(tracing|verdicts)$/.test(metadata.name),
    );
    const { service } = sortOut(plain);
    delete service.spec.template.spec.priorityClassName;
    for (const [name, invariant] of Object.entries(invariants)) {
      expect(invariant({ all: plain }), name).toBeUndefined();
    }
  });

  it('refer to objects that are not in them by the names that these have', () => {
    const [given] = structuredClone(all.filter(({ kind, spec }) => kind === 'Service' && spec)) as Any[];
    given.spec.template.spec.containers[0].envFrom.push({ configMapRef: { name: 'cats-vs-dogs-of-mine' } });
    const [changed] = asInstallation([given], second) as Any[];
    expect(changed.spec.template.spec.containers[0].envFrom.at(-1)).toEqual({
      configMapRef: { name: 'cats-vs-dogs-of-mine' },
    });
  });

  it('are those of knative/ for the first installation, with their instance alone in addition', () => {
    const first = asInstallation(all, { name: 'cats-vs-dogs', namespace: 'cats-vs-dogs' }) as Any[];
    for (const { metadata } of first) {
      if (metadata.labels) delete metadata.labels['app.kubernetes.io/instance'];
      if (metadata.labels && Object.keys(metadata.labels).length === 0) delete metadata.labels;
    }
    expect(first).toEqual(all);
  });
});

import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../function/src/config.ts';
import { Kubectl } from '../../../tools/kubectl.ts';
import { kustomizeWith } from '../../../tools/kustomize.ts';
import { overlayFolder } from '../../deploy/overlay.ts';
import { knativeFolder } from '../../names.ts';
import { kubectlIsHere } from '../kubectl-here.ts';
import type { Any } from './invariants.ts';

const tracing = path.join(knativeFolder, 'components/tracing');

describe.runIf(kubectlIsHere('components/tracing'))('components/tracing', () => {
  it('names a collector to the function, and lets it reach that and DNS alone', async () => {
    const all: Any[] = await kustomizeWith(new Kubectl(), overlayFolder('kind'), [tracing]);
    const config = all.find(({ kind }) => kind === 'ConfigMap');
    const service = all.find(({ kind, spec }) => kind === 'Service' && spec.template !== undefined);
    expect(service.spec.template.spec.containers[0].envFrom).toEqual([
      { configMapRef: { name: config.metadata.name } },
    ]);
    expect(config.immutable).toBe(true);
    const { hostname, port } = new URL(parseConfig(config.data).OTEL_EXPORTER_OTLP_ENDPOINT);
    const [, namespace] = hostname.split('.');
    const policy = all.find(({ metadata }) => metadata.name === 'cats-vs-dogs-tracing');
    expect(policy.spec.policyTypes).toEqual(['Egress']);
    const ways = policy.spec.egress.map(({ to, ports }: Any) => [
      to[0].namespaceSelector.matchLabels['kubernetes.io/metadata.name'],
      ...ports.map((allowed: Any) => allowed.port),
    ]);
    expect(ways).toEqual([
      [namespace, Number(port)],
      ['kube-system', 53, 53],
    ]);
  });
});

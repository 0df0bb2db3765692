import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { overlayAnnotation } from '../deploy/kept.ts';
import { type Manifests, overlayFolder, render, withKept } from '../deploy/overlay.ts';
import { knativeFolder } from '../names.ts';
import { kubectl, main } from './harness.ts';

const DRY_RUN = ['--dry-run=server', '--validate=strict'];

// Of a namespace that is not there the API server says nothing else.
beforeAll(() => main.reset());

/** What the cluster's own schemas and Knative's webhook say to it; nothing is changed. */
function tried(manifests: Manifests): Promise<unknown> {
  // As deploy does: without any annotation of ours the apply would remove Knative's own, too.
  const { service, others } = withKept(manifests, overlayAnnotation('kind'), {});
  return kubectl.apply([...others, service], DRY_RUN);
}

describe.each(readdirSync(path.join(knativeFolder, 'overlays')))('overlay %s', (name) => {
  it('is taken by the cluster', async () => {
    await expect(tried(await render(kubectl, overlayFolder(name), main.installation))).resolves.toBeDefined();
  });
});

describe('a manifest is refused', () => {
  it.each([
    ['a field that Kubernetes does not know', { cpu: 1 }, 'cpu'],
    [
      'a field that Knative does not allow',
      { lifecycle: { preStop: { sleep: { seconds: 1 } } } },
      'lifecycle',
    ],
    ['a value of a wrong type', { resources: { limits: { memory: 'much' } } }, 'quantities must match'],
  ])('for %s', async (_, fields, complaint) => {
    const manifests = await render(kubectl, overlayFolder('kind'), main.installation);
    Object.assign(manifests.service.spec.template.spec.containers[0]!, fields);
    await expect(tried(manifests)).rejects.toThrow(complaint);
  });

  it('for an autoscaling value out of range', async () => {
    const manifests = await render(kubectl, overlayFolder('kind'), main.installation);
    const { metadata } = manifests.service.spec.template;
    metadata!.annotations = { ...metadata!.annotations, 'autoscaling.knative.dev/window': '2s' };
    await expect(tried(manifests)).rejects.toThrow('window');
  });
});

describe('a pod that asks for more than the namespace allows', () => {
  it('is refused', async () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'root', namespace: main.installation.namespace },
      spec: { containers: [{ name: 'root', image: 'dev.local/none:1' }] },
    };
    await expect(kubectl.apply([pod], DRY_RUN)).rejects.toThrow('restricted');
  });
});

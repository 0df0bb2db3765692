import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { PREDICTION_TYPE } from '../../function/src/events/event-out.ts';
import { openApiDocument } from '../../function/src/openapi/document.ts';
import { VERDICT_TYPE } from '../../function/src/verdicts/sink.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { kustomize } from '../../tools/kustomize.ts';
import { knativeFolder } from '../names.ts';
import { kubectlIsHere } from './kubectl-here.ts';
import type { Any } from './manifests/invariants.ts';

const rendered = (folder: string): Promise<Any[]> =>
  kustomize(new Kubectl(), path.join(knativeFolder, folder));
const kindOf = (objects: Any[], kind: string, name?: string): Any =>
  objects.find((object) => object.kind === kind && (name ?? object.metadata.name) === object.metadata.name)!;

describe.runIf(kubectlIsHere('eventing'))('the example for Knative Eventing', () => {
  let objects: Any[];
  let trigger: Any;
  beforeAll(async () => {
    objects = await rendered('eventing');
    trigger = kindOf(objects, 'Trigger', 'photos');
  });

  it('sends photos to the path of the function that takes events', async () => {
    const service = kindOf(await rendered('base'), 'Service');
    const { ref, uri } = trigger.spec.subscriber;
    expect(ref).toEqual({ apiVersion: service.apiVersion, kind: 'Service', name: service.metadata.name });
    expect(trigger.metadata.namespace).toBe(service.metadata.namespace);
    const operations: Any = openApiDocument('1.2.3').paths;
    expect(operations[uri].post.responses['200'].headers).toHaveProperty('ce-type');
  });

  it('does not send the function its own answers', () => {
    const { type } = trigger.spec.filter.attributes;
    expect(type).toMatch(/./);
    expect(type).not.toBe(PREDICTION_TYPE);
  });

  it('gives the function the Broker for its verdicts, and lets it reach that', async () => {
    const { subject, sink } = kindOf(objects, 'SinkBinding').spec;
    const service = kindOf(await rendered('base'), 'Service');
    expect(subject).toEqual({ apiVersion: service.apiVersion, kind: 'Service', name: service.metadata.name });
    const broker = kindOf(objects, 'Broker');
    expect(sink.ref).toEqual({ apiVersion: broker.apiVersion, kind: 'Broker', name: broker.metadata.name });
    const policy = kindOf(objects, 'NetworkPolicy').spec;
    expect(policy.podSelector.matchLabels).toEqual({ 'serving.knative.dev/service': service.metadata.name });
    expect(policy.egress).toHaveLength(2);
  });

  it('sends verdicts, and nothing else, to whoever keeps them', () => {
    const verdicts = kindOf(objects, 'Trigger', 'verdicts').spec;
    expect(verdicts.filter.attributes).toEqual({ type: VERDICT_TYPE });
    expect(verdicts.broker).toBe(kindOf(objects, 'Broker').metadata.name);
    expect(verdicts.subscriber.ref.name).not.toBe(trigger.spec.subscriber.ref.name);
  });

  it('names the Broker that it brings, and where events go that cannot be judged', () => {
    expect(trigger.spec.broker).toBe(kindOf(objects, 'Broker').metadata.name);
    expect(trigger.spec.delivery).toMatchObject({ retry: expect.any(Number), deadLetterSink: { ref: {} } });
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { PREDICTION_TYPE } from '../../function/src/events/event-out.ts';
import { openApiDocument } from '../../function/src/openapi.ts';
import { knativeFolder } from '../lib/names.ts';
import type { Any } from './manifests/invariants.ts';

const isHere = spawnSync('kubectl', ['version', '--client']).status === 0;
const rendered = (folder: string): Any[] =>
  parseAllDocuments(
    execFileSync('kubectl', ['kustomize', path.join(knativeFolder, folder)], { encoding: 'utf8' }),
  ).map((document) => document.toJS());
const kindOf = (objects: Any[], kind: string): Any => objects.find((object) => object.kind === kind)!;

describe.runIf(isHere)('the example for Knative Eventing', () => {
  const objects = isHere ? rendered('eventing') : [];
  const trigger = kindOf(objects, 'Trigger');

  it('sends photos to the path of the function that takes events', () => {
    const service = kindOf(rendered('base'), 'Service');
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

  it('names the Broker that it brings, and where events go that cannot be judged', () => {
    expect(trigger.spec.broker).toBe(kindOf(objects, 'Broker').metadata.name);
    expect(trigger.spec.delivery).toMatchObject({ retry: expect.any(Number), deadLetterSink: { ref: {} } });
  });
});

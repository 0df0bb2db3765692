import { describe, expect, it } from 'vitest';
import type { KnativeService, Revision } from '../service/service.ts';
import { statusFacts, statusLines } from '../status/lines.ts';

const STATE = JSON.stringify({
  id: 'abc',
  stable: 'cats-vs-dogs-00001',
  steps: [10, 100],
  startedAt: '2026-01-01T00:00:00Z',
  shiftedAt: '2026-01-01T00:00:00Z',
});

function serviceWith(more: {
  annotations?: Record<string, string>;
  ready?: 'True' | 'False';
  candidate?: number;
}) {
  const { annotations = {}, ready = 'True', candidate } = more;
  const traffic =
    candidate === undefined
      ? [{ revisionName: 'cats-vs-dogs-00001', percent: 100 }]
      : [
          { revisionName: 'cats-vs-dogs-00001', percent: 100 - candidate },
          { revisionName: 'cats-vs-dogs-00002', percent: candidate, tag: 'candidate' },
        ];
  const service: KnativeService = {
    metadata: {
      name: 'cats-vs-dogs',
      namespace: 'cats-vs-dogs',
      resourceVersion: '1',
      generation: 1,
      annotations,
    },
    spec: {
      template: {
        metadata: {
          annotations: { 'autoscaling.knative.dev/min-scale': '0', 'autoscaling.knative.dev/max-scale': '5' },
        },
        spec: { containers: [{ image: 'dev.local/cats-vs-dogs:2' }] },
      },
      traffic,
    },
    status: {
      url: 'http://cats-vs-dogs.example.com',
      conditions: [
        {
          type: 'Ready',
          status: ready,
          ...(ready === 'False' && { reason: 'RevisionFailed', message: 'exit code 1' }),
        },
      ],
      traffic,
    },
  };
  return service;
}

const revision = (number: number): Revision => ({
  metadata: { name: `cats-vs-dogs-0000${number}` },
  spec: { containers: [{ image: `dev.local/cats-vs-dogs:${number}` }] },
});
const pod = (number: number, ready: boolean, ending = false) => ({
  metadata: {
    name: `pod-${number}`,
    labels: { 'serving.knative.dev/revision': `cats-vs-dogs-0000${number}` },
    ...(ending && { deletionTimestamp: '2026-01-01T00:00:00Z' }),
  },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});

describe('status', () => {
  it('of a function at zero', () => {
    expect(statusLines(serviceWith({}), [revision(1), revision(2)], [])).toEqual([
      'address   http://cats-vs-dogs.example.com/',
      'ready     yes',
      'image     dev.local/cats-vs-dogs:2',
      'pods      0 to 5',
      'revision  cats-vs-dogs-00001  100 %  at zero  dev.local/cats-vs-dogs:1',
    ]);
  });

  it('of a rollout under way', () => {
    const service = serviceWith({ candidate: 10, annotations: { 'rollout.cats-vs-dogs/state': STATE } });
    const pods = [pod(1, true), pod(1, false, true), pod(2, true)];
    const lines = statusLines(service, [revision(1), revision(2)], pods);
    expect(lines).toContain('rollout   under way since 2026-01-01T00:00:00Z: 10 % of 10, 100 %');
    expect(lines).toContain(
      'revision  cats-vs-dogs-00001  90 %  1 of 2 pods ready, 1 ending  dev.local/cats-vs-dogs:1',
    );
    expect(lines).toContain(
      'revision  cats-vs-dogs-00002  10 % (tag candidate)  1 of 1 pod ready  dev.local/cats-vs-dogs:2',
    );
  });

  it('as data for programs', () => {
    const service = serviceWith({ candidate: 10, annotations: { 'rollout.cats-vs-dogs/state': STATE } });
    const pods = [pod(1, true), pod(1, false, true), pod(2, true)];
    const address = new URL('http://cats-vs-dogs.example.com');
    expect(statusFacts(service, [revision(1), revision(2)], pods, { address })).toEqual({
      ...{ address: address.href, ready: true, image: 'dev.local/cats-vs-dogs:2' },
      rollout: { started_at: '2026-01-01T00:00:00Z', steps: [10, 100] },
      ...{ failed_rollout: null, previous_revision: null },
      revisions: [
        {
          ...{ name: 'cats-vs-dogs-00001', image: 'dev.local/cats-vs-dogs:1' },
          ...{ traffic_percent: 90, pods: 2, pods_ready: 1 },
        },
        {
          ...{ name: 'cats-vs-dogs-00002', image: 'dev.local/cats-vs-dogs:2' },
          ...{ traffic_percent: 10, pods: 1, pods_ready: 1 },
        },
      ],
    });
  });

  it('of one whose last rollout went back, and what could be gone back to', () => {
    const annotations = {
      'rollout.cats-vs-dogs/failed': 'cats-vs-dogs-00002: p95',
      'rollout.cats-vs-dogs/previous': 'cats-vs-dogs-00000',
    };
    const lines = statusLines(serviceWith({ annotations }), [], []);
    expect(lines).toContain('rollout   the last one went back: cats-vs-dogs-00002: p95');
    expect(lines).toContain('rollback  would go to cats-vs-dogs-00000');
  });

  it('of one that is not ready says why, and what to look at next', () => {
    const lines = statusLines(serviceWith({ ready: 'False' }), [], []);
    expect(lines).toContain('ready     no, RevisionFailed: exit code 1');
    expect(lines.at(-1)).toMatch(/^next: kubectl describe revision/);
  });

  it('of the Kind cluster has the port of its gateway, and names the commands of kind', () => {
    const access = { address: new URL('http://cats-vs-dogs.example.com:8000'), group: 'kind' as const };
    const lines = statusLines(serviceWith({ ready: 'False' }), [], [], access);
    expect(lines[0]).toBe('address   http://cats-vs-dogs.example.com:8000/');
    expect(lines.at(-1)).toContain('npx . kind logs');
  });

  it('refuses an annotation that is none of a rollout', () => {
    const service = serviceWith({ annotations: { 'rollout.cats-vs-dogs/state': '{"id": 7}' } });
    expect(() => statusLines(service, [], [])).toThrow('rollout.cats-vs-dogs/state is not one of a rollout');
  });
});

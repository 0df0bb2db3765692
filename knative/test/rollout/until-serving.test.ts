import { describe, expect, it } from 'vitest';
import { withId } from '../../rollout/changes.ts';
import { untilServing } from '../../rollout/waiting.ts';
import { withImageOf } from '../../service/service.ts';
import { type Behaviour, FakeCluster } from './fake-cluster.ts';

const limits = { readyMs: 120_000 };
const ID = 'c0ffee';
const NEW = 'cats-vs-dogs-00002';

/** A cluster in which the newest revision gets all traffic, and a new one was applied just now. */
async function applied(behaviour: Behaviour): Promise<FakeCluster> {
  const cluster = new FakeCluster({ old: {}, new: behaviour });
  const { metadata, spec } = cluster.present;
  await cluster.patch({
    metadata: { resourceVersion: metadata.resourceVersion },
    spec: { template: JSON.parse(JSON.stringify(withId(withImageOf(spec.template, 'new'), ID))) },
  });
  return cluster;
}

describe('a Service that was applied', () => {
  it('is waited for until its new revision has the traffic', async () => {
    const cluster = await applied({});
    // Until Knative looks at the change, its traffic is that of the revision before, and well.
    expect(cluster.present.status?.traffic?.[0]?.revisionName).toBe('cats-vs-dogs-00001');
    const service = await untilServing(cluster, ID, limits);
    expect(service.status?.traffic).toEqual([expect.objectContaining({ revisionName: NEW, percent: 100 })]);
  });

  it('is waited for while Knative calls the traffic of the revision before well', async () => {
    const cluster = await applied({});
    await cluster.waitForTraffic();
    const { service } = cluster;
    let stale = 2;
    cluster.service = async function () {
      const found = await service.call(this);
      if (stale-- > 0) found.status!.traffic = [{ revisionName: 'cats-vs-dogs-00001', percent: 100 }];
      return found;
    };
    const { status } = await untilServing(cluster, ID, limits);
    expect(status?.traffic).toEqual([expect.objectContaining({ revisionName: NEW, percent: 100 })]);
  });

  it.each<[string, Behaviour, RegExp, boolean]>([
    ['says that it failed', { ready: 'False' }, /^it does not serve: ExitCode1; npx . cluster status/, true],
    ['crashes', { ready: 'Unknown', podComplaint: 'it crashes' }, /^it does not serve: it crashes; /, true],
    ['finds no room', { ready: 'False', reason: 'Unschedulable' }, /not ready within 120 s: Unsched/, false],
    ['is never ready', { ready: 'Unknown' }, /^it does not serve: it was not ready within 120 s; /, false],
  ])('is given up when its revision %s', async (_, behaviour, complaint, atOnce) => {
    const cluster = await applied(behaviour);
    const startedAtMs = cluster.now();
    await expect(untilServing(cluster, ID, limits)).rejects.toThrow(complaint);
    expect(cluster.now() - startedAtMs < limits.readyMs).toBe(atOnce);
  });

  it('is given up when Knative makes no revision of it', async () => {
    const cluster = await applied({});
    await expect(untilServing(cluster, 'another', limits)).rejects.toThrow('it was not made within 120 s');
  });
});

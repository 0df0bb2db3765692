import { describe, expect, it } from 'vitest';
import { beginRollout } from '../../rollout/begin.ts';
import { rollBack } from '../../rollout/roll-back.ts';
import { runRollout } from '../../rollout/run.ts';
import { FAILED_ANNOTATION, stateOf } from '../../rollout/state.ts';
import { withImageOf } from '../../service/service.ts';
import { FakeCluster } from './fake-cluster.ts';

const OLD = 'cats-vs-dogs-00001';
const say = () => {};
const limits = { readyMs: 120_000, routedMs: 60_000, watchMs: 0 };

async function begun(): Promise<FakeCluster> {
  const cluster = new FakeCluster({ old: {}, new: {} });
  await beginRollout(cluster, (template) => withImageOf(template, 'new'), { steps: [50, 100], say });
  return cluster;
}

/** Changes the Service before each of the next patches, as Knative does when it writes a status. */
function disturb(cluster: FakeCluster, times: number): void {
  const { patch } = cluster;
  let left = times;
  cluster.patch = async function (change) {
    if (left-- > 0) this.touch();
    return patch.call(this, change);
  };
}

describe('a rollback', () => {
  it('ends the rollout under way', async () => {
    const cluster = await begun();
    expect(await rollBack(cluster)).toBe(OLD);
    expect(cluster.traffic).toBe(`${OLD} 100`);
    expect(stateOf(cluster.present)).toBeUndefined();
    expect(cluster.present.metadata.annotations?.[FAILED_ANNOTATION]).toBe('ended by npx . cluster rollback');
  });

  it('goes to the revision that served before a rollout that is over', async () => {
    const cluster = await begun();
    await runRollout(cluster, limits, say);
    expect(cluster.traffic).not.toContain(OLD);
    expect(await rollBack(cluster)).toBe(OLD);
    expect(cluster.traffic).toBe(`${OLD} 100`);
  });

  it('is not stopped by a status that Knative writes meanwhile', async () => {
    const cluster = await begun();
    disturb(cluster, 40);
    expect(await rollBack(cluster)).toBe(OLD);
    expect(cluster.traffic).toBe(`${OLD} 100`);
  });

  it('gives up when the Service is changed again and again', async () => {
    const cluster = await begun();
    disturb(cluster, Number.POSITIVE_INFINITY);
    await expect(rollBack(cluster)).rejects.toThrow('another process changes the Service again and again');
  });

  it('says so when there is no revision to go back to', async () => {
    await expect(rollBack(new FakeCluster({ old: {} }))).rejects.toThrow('no revision to go back to');
  });
});

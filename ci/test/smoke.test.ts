import { beforeEach, expect, it, vi } from 'vitest';
import { KubectlCluster } from '../../knative/rollout/kubectl-cluster.ts';
import { rollBack } from '../../knative/rollout/roll-back.ts';
import { PREVIOUS_ANNOTATION } from '../../knative/rollout/state.ts';
import type { KnativeService } from '../../knative/service/service.ts';
import { smoke } from '../../knative/smoke/smoke.ts';
import type { Client } from '../../tools/http.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { smokeOrRollBack } from '../pipeline/smoke.ts';

vi.mock('../../knative/smoke/smoke.ts');
vi.mock('../../knative/rollout/roll-back.ts');

const deployed = { image: 'cats-vs-dogs:1', revision: 'cats-vs-dogs-00002' };
const close = vi.fn();
const installed = new KubectlCluster(new Kubectl('somewhere'), installationOf({}));

/** What the cluster has: all traffic at `revision`, after `previous`. */
function cluster(revision: string, previous?: string): void {
  vi.spyOn(installed, 'service').mockResolvedValue({
    metadata: {
      name: 'cats-vs-dogs',
      resourceVersion: '1',
      generation: 2,
      annotations: previous === undefined ? {} : { [PREVIOUS_ANNOTATION]: previous },
    },
    spec: { template: { metadata: {}, spec: { containers: [] } } },
    status: { traffic: [{ revisionName: revision, percent: 100 }] },
  } satisfies KnativeService);
}

const run = () => smokeOrRollBack(installed, deployed.revision);

beforeEach(() => {
  vi.resetAllMocks();
  vi.spyOn(installed, 'clientOf').mockResolvedValue({ close } as unknown as Client);
  vi.mocked(smoke).mockRejectedValue(new Error('answered dog'));
});

it('a failing smoke test returns all traffic to the previous revision, and the stage fails', async () => {
  cluster(deployed.revision, 'cats-vs-dogs-00001');
  await expect(run()).rejects.toThrow(
    'cats-vs-dogs-00002 failed its smoke test: answered dog; cats-vs-dogs-00001 serves again',
  );
  expect(rollBack).toHaveBeenCalledExactlyOnceWith(installed);
  expect(close).toHaveBeenCalledOnce();
});

it('the first revision stays, and the stage fails', async () => {
  cluster(deployed.revision);
  await expect(run()).rejects.toThrow('nothing served before it, so it was left');
  expect(rollBack).not.toHaveBeenCalled();
});

it('a revision of another deploy is not tested and not rolled back', async () => {
  cluster('cats-vs-dogs-00003', deployed.revision);
  await expect(run()).rejects.toThrow('cats-vs-dogs-00003 serves, not cats-vs-dogs-00002');
  expect(smoke).not.toHaveBeenCalled();
  expect(rollBack).not.toHaveBeenCalled();
});

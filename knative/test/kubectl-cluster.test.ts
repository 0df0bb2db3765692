import { afterEach, describe, expect, it, vi } from 'vitest';
import { Kubectl, ServerError } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { pathWith } from '../../tools/test/processes.ts';
import { KubectlCluster } from '../rollout/kubectl-cluster.ts';

/** Lets kubectl be a program that prints, complains and ends so. */
const kubectlSays = (what: Parameters<typeof pathWith>[1]) => vi.stubEnv('PATH', pathWith('kubectl', what));

afterEach(() => vi.unstubAllEnvs());

describe('a change of the Service', () => {
  const change = { metadata: { resourceVersion: '1' }, spec: {} };

  it('that somebody else was quicker with is none', async () => {
    kubectlSays({ stderr: 'Error from server (Conflict): the object has been modified', code: 1 });
    expect(await new KubectlCluster(new Kubectl(), installationOf({})).patch(change)).toBe(false);
  });

  it('that Knative refuses is an error', async () => {
    kubectlSays({ stderr: 'Error from server (BadRequest): admission webhook denied the request', code: 1 });
    await expect(new KubectlCluster(new Kubectl(), installationOf({})).patch(change)).rejects.toBeInstanceOf(
      ServerError,
    );
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Failure, Unreachable } from '../../tools/failure.ts';
import { Kubectl, ServerError } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { emptyFolder, pathWith } from '../../tools/test/processes.ts';
import { kubectlCluster } from '../rollout/kubectl-cluster.ts';

/** Lets kubectl be a program that prints, complains and ends so. */
const kubectlSays = (what: Parameters<typeof pathWith>[1]) => vi.stubEnv('PATH', pathWith('kubectl', what));

beforeEach(() => void vi.stubEnv('PATH', emptyFolder()));
afterEach(() => vi.unstubAllEnvs());

describe('kubectl', () => {
  it('gives what it printed', async () => {
    kubectlSays({ stdout: '{"items": []}' });
    expect(await new Kubectl().json(['get', 'pods'])).toEqual({ items: [] });
  });

  it('finds nothing where it prints nothing', async () => {
    kubectlSays({ stdout: '\n' });
    expect(await new Kubectl().find('pods', 'a', 'b')).toBeUndefined();
  });

  it.each([
    ['Error from server (Conflict): Operation cannot be fulfilled on services', 'Conflict'],
    ['Error from server (NotFound): namespaces "cats-vs-dogs" not found', 'NotFound'],
    ['error: no matching resources found', 'NotFound'],
    ['error: timed out waiting for the condition on revisions/a', 'Timeout'],
  ])('%s is a refusal', async (stderr, reason) => {
    kubectlSays({ stderr: `Warning: something else\n${stderr}\n`, code: 1 });
    await expect(new Kubectl().run(['get'])).rejects.toThrow(
      expect.objectContaining({ name: 'ServerError', reason }),
    );
  });

  it('waits in vain without an error', async () => {
    kubectlSays({ stderr: 'error: timed out waiting for the condition on revisions/a', code: 1 });
    const waited = new Kubectl().wait('revisions', 'a', 'b', { condition: 'condition=Ready', seconds: 1 });
    expect(await waited).toBe(false);
  });

  it('tells an API server that may be back in a moment from a mistake', async () => {
    kubectlSays({ stderr: 'Unable to connect to the server: dial tcp: connection refused', code: 1 });
    await expect(new Kubectl().run(['get'])).rejects.toBeInstanceOf(Unreachable);
    kubectlSays({ stderr: 'error: unknown flag: --colour', code: 1 });
    const mistake = await new Kubectl().run(['get']).catch((error) => error);
    expect(mistake).toBeInstanceOf(Failure);
    expect(mistake).not.toBeInstanceOf(Unreachable);
  });
});

describe('a change of the Service', () => {
  const change = { metadata: { resourceVersion: '1' }, spec: {} };

  it('that somebody else was quicker with is none', async () => {
    kubectlSays({ stderr: 'Error from server (Conflict): the object has been modified', code: 1 });
    expect(await kubectlCluster(new Kubectl(), installationOf({}), undefined).patch(change)).toBe(false);
  });

  it('that Knative refuses is an error', async () => {
    kubectlSays({ stderr: 'Error from server (BadRequest): admission webhook denied the request', code: 1 });
    await expect(
      kubectlCluster(new Kubectl(), installationOf({}), undefined).patch(change),
    ).rejects.toBeInstanceOf(ServerError);
  });
});

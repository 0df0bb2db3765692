import { afterEach, describe, expect, it, vi } from 'vitest';
import { Kubectl } from '../../tools/kubectl.ts';
import { kubectlAnswering } from '../../tools/test/processes.ts';
import { removeInstallation } from '../service/remove.ts';

afterEach(() => vi.unstubAllEnvs());

const USES = 'deployments,statefulsets,daemonsets,cronjobs,jobs,pods,persistentvolumeclaims';
const OURS = { 'app.kubernetes.io/managed-by': 'cats-vs-dogs' };

/** What is done when there are those Knative Services in the namespace. */
async function removed(services: string[], labels: object = OURS) {
  const items = services.map((name) => ({ metadata: { name } }));
  const kubectl = kubectlAnswering({
    'get namespace': { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'pets', labels } },
    'get services.serving.knative.dev': { items },
    [`get ${USES}`]: { items: [] },
  });
  vi.stubEnv('PATH', kubectl.PATH);
  const reason = await removeInstallation(new Kubectl(), { name: 'cats', namespace: 'pets' });
  const lines = kubectl.calls().map(({ line }) => line);
  return { reason, lines, changes: kubectl.changes() };
}

describe('what is removed of an installation', () => {
  const own = [
    'delete services.serving.knative.dev cats --namespace pets --ignore-not-found',
    'delete configmaps,networkpolicies --namespace pets --ignore-not-found --selector app.kubernetes.io/managed-by=cats-vs-dogs,app.kubernetes.io/instance=cats',
  ];

  it('is its namespace where nothing else serves, once its pods have ended', async () => {
    const { reason, lines, changes } = await removed([]);
    expect(reason).toBeUndefined();
    expect(changes).toEqual([...own, 'delete namespace pets --ignore-not-found']);
    expect(lines[1]).toBe(
      'wait pods --namespace pets --selector serving.knative.dev/service=cats --for delete --timeout 120s',
    );
  });

  it('is its own objects alone beside another one', async () => {
    expect(await removed(['dogs'])).toMatchObject({ reason: 'for dogs', changes: own });
  });

  it('is its own objects alone in a namespace of somebody else', async () => {
    expect(await removed([], {})).toMatchObject({ reason: 'because somebody else made it', changes: own });
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { Kubectl } from '../kubectl.ts';
import { removeNamespace } from '../remove-namespace.ts';
import { type KubectlAnswer, kubectlAnswering } from './processes.ts';

afterEach(() => vi.unstubAllEnvs());

const OURS = { 'app.kubernetes.io/managed-by': 'cats-vs-dogs' };
const deployment = (labels: object) => ({
  ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
  metadata: { name: 'grafana', namespace: 'monitoring', labels },
});

function clusterWith(answers: Record<string, KubectlAnswer>) {
  const kubectl = kubectlAnswering(answers);
  vi.stubEnv('PATH', kubectl.PATH);
  return kubectl;
}

describe('apply', () => {
  it('labels what it makes as of this project', async () => {
    const { changes, written } = clusterWith({ apply: {} });
    await new Kubectl().apply([deployment({ mine: 'too' })]);
    expect(written()).toEqual([deployment({ mine: 'too', ...OURS })]);
    expect(changes()).toEqual([
      'apply --server-side --force-conflicts --field-manager cats-vs-dogs --filename - --output json',
    ]);
  });

  it('changes what is of this project already', async () => {
    const { changes } = clusterWith({ apply: {}, 'get --filename -': deployment(OURS) });
    await new Kubectl().apply([deployment({})]);
    expect(changes()).toHaveLength(1);
  });

  it.each([
    ['one object', deployment({})],
    ['one of several', { items: [deployment(OURS), deployment({ 'app.kubernetes.io/managed-by': 'Helm' })] }],
  ])('refuses to take over %s of somebody else, and says how to say that it is yours', async (_, present) => {
    const { changes } = clusterWith({ 'get --filename -': present });
    const applied = new Kubectl('prod').apply([deployment({}), deployment({})]);
    await expect(applied).rejects.toThrow(
      /^Deployment grafana in the namespace monitoring is not of cats-vs-dogs .*kubectl --context prod label deployment\.v1\.apps grafana --namespace monitoring app\.kubernetes\.io\/managed-by=cats-vs-dogs$/,
    );
    expect(changes()).toEqual([]);
  });
});

describe('findOwned', () => {
  it.each([
    ['nothing where there is nothing', '', undefined],
    ['what is of this project', deployment(OURS), deployment(OURS)],
  ])('gives %s', async (_, answer, expected) => {
    clusterWith({ get: answer });
    expect(await new Kubectl().findOwned('deployment', 'grafana', 'monitoring')).toEqual(expected);
  });

  it('refuses what is of somebody else', async () => {
    clusterWith({ get: deployment({}) });
    await expect(new Kubectl().findOwned('deployment', 'grafana', 'monitoring')).rejects.toThrow('is not of');
  });
});

describe('a namespace', () => {
  const namespace = (labels: object) => ({
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name: 'pets', labels },
  });
  const list = (...metadata: object[]) => ({ items: metadata.map((each) => ({ metadata: each })) });
  const USES = 'get deployments,statefulsets,daemonsets,cronjobs,jobs,pods,persistentvolumeclaims';

  it('of this project is removed when nothing is in use there', async () => {
    const { changes } = clusterWith({
      'get namespace': namespace(OURS),
      'get services.serving.knative.dev': list(),
      [USES]: list({ name: 'a-pod', ownerReferences: [{}] }, { name: 'ends', deletionTimestamp: 'now' }),
    });
    expect(await removeNamespace(new Kubectl(), 'pets')).toBeUndefined();
    expect(changes()).toEqual(['delete namespace pets --ignore-not-found']);
  });

  it('of a cluster without Knative is removed, too', async () => {
    const { changes } = clusterWith({
      'get namespace': namespace(OURS),
      'get services.serving.knative.dev': { complaint: `error: the server doesn't have a resource type "x"` },
      [USES]: list(),
    });
    expect(await removeNamespace(new Kubectl(), 'pets')).toBeUndefined();
    expect(changes()).toHaveLength(1);
  });

  it.each([
    ['somebody else made', namespace({}), list(), list(), 'because somebody else made it'],
    ['another function is in', namespace(OURS), list({ name: 'dogs' }), list(), 'for dogs'],
    ['something else runs in', namespace(OURS), list(), list({ name: 'a-database' }), 'for a-database'],
  ])('that %s stays', async (_, found, services, workloads, reason) => {
    const { changes } = clusterWith({
      ...{ 'get namespace': found, 'get services.serving.knative.dev': services, [USES]: workloads },
    });
    expect(await removeNamespace(new Kubectl(), 'pets')).toBe(reason);
    expect(changes()).toEqual([]);
  });

  it('that is gone needs nothing', async () => {
    const { changes } = clusterWith({});
    expect(await removeNamespace(new Kubectl(), 'pets')).toBeUndefined();
    expect(changes()).toEqual([]);
  });
});

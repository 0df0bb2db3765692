import { afterEach, expect, it, vi } from 'vitest';
import { Kubectl } from '../../tools/kubectl.ts';
import { kubectlAnswering } from '../../tools/test/processes.ts';
import { FunctionInCluster } from '../harness/function-in-cluster.ts';

afterEach(() => vi.unstubAllEnvs());

it.each([
  ['removes the namespace that it made', { 'app.kubernetes.io/managed-by': 'cats-vs-dogs' }, 1],
  ['leaves the namespace of somebody else', {}, 0],
])('a test or benchmark %s', async (_, labels, removed) => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'pets', labels } };
  const kubectl = kubectlAnswering({ 'get namespace pets': namespace });
  vi.stubEnv('PATH', kubectl.PATH);
  const remove = new FunctionInCluster(new Kubectl(), { name: 'cats', namespace: 'pets' }).remove();
  await remove.catch((error: Error) => expect(error.message).toContain('is not of cats-vs-dogs'));
  expect(kubectl.changes()).toHaveLength(removed);
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { Kubectl } from '../../../tools/kubectl.ts';
import { type KubectlAnswer, kubectlAnswering } from '../../../tools/test/processes.ts';
import { installKnative } from '../../kind/install.ts';
import { withSmallRequests } from '../../kind/small-requests.ts';

const RELEASES = { crds: 'kind: Crds\n', core: 'kind: Core\n', kourier: 'kind: Kourier\n' };
const TIMEOUT = { complaint: 'error: timed out waiting for the condition' };

afterEach(() => vi.unstubAllEnvs());

async function install(answers: Record<string, KubectlAnswer>) {
  const kubectl = kubectlAnswering({ apply: '{}', ...answers });
  vi.stubEnv('PATH', kubectl.PATH);
  const outcome = await installKnative(new Kubectl('kind-cats-vs-dogs'), RELEASES).then(
    () => undefined,
    (error: Error) => error.message,
  );
  const applied = kubectl.calls().flatMap(({ line, input }) => {
    const manager = /--field-manager (\S+)/.exec(line)?.[1];
    return manager === undefined ? [] : [[manager, /^kind: (\w+)/m.exec(input)?.[1] ?? 'Service']];
  });
  return { outcome, applied, lines: kubectl.calls().map(({ line }) => line) };
}

const settings = { data: { 'metrics-protocol': 'prometheus' } };
const APPLIED = [
  ['cats-vs-dogs', 'Crds'],
  ['cats-vs-dogs-settings', 'Namespace'],
  ['cats-vs-dogs', 'Core'],
  ['cats-vs-dogs', 'Kourier'],
  ['cats-vs-dogs', 'Service'],
];

describe('Knative', () => {
  it('gets its settings before it starts, by a field manager of their own, and is not restarted', async () => {
    const { outcome, applied, lines } = await install({});
    expect(outcome).toBeUndefined();
    expect(applied).toEqual(APPLIED);
    expect(lines.filter((line) => line.startsWith('rollout restart'))).toEqual([]);
  });

  it('that is there already keeps its settings, answers first, and is not restarted', async () => {
    const { applied, lines } = await install({ 'get configmap config-observability': settings });
    expect(applied).toEqual(APPLIED);
    const isReady = lines.findIndex((line) => line.startsWith('rollout status'));
    expect(isReady).toBeLessThan(lines.findIndex((line) => line.includes('cats-vs-dogs-settings')));
    expect(lines.filter((line) => line.startsWith('rollout restart'))).toEqual([]);
  });

  it('says at once that the node has no CPU for its pods', async () => {
    const message = '0/1 nodes are available: 1 Insufficient cpu.';
    const conditions = [{ type: 'PodScheduled', reason: 'Unschedulable', message }];
    const { outcome, lines } = await install({
      'rollout status': TIMEOUT,
      'get pods': { items: [{ metadata: { name: 'activator-1' }, status: { conditions } }] },
    });
    expect(outcome).toBe(
      `activator-1 finds no CPU (${message}): give Docker or Podman at least 2 CPUs, or stop what else runs in the cluster`,
    );
    expect(lines.filter((line) => line.startsWith('rollout status'))).toHaveLength(1);
  });
});

it("the release's pods ask for little CPU, and all else is as it was", () => {
  const release = `# a comment
apiVersion: apps/v1
kind: Deployment
metadata: { name: activator }
spec:
  template:
    spec:
      containers:
        - name: activator
          resources: { requests: { cpu: 300m, memory: 60Mi }, limits: { cpu: "1" } }
        - name: other
---
apiVersion: v1
kind: ConfigMap
metadata: { name: config }
data:
  _example: |
    cpu: 300m
`;
  const before = parseAllDocuments(release).map((document) => document.toJS());
  const after = parseAllDocuments(withSmallRequests(release)).map((document) => document.toJS());
  before[0].spec.template.spec.containers[0].resources.requests.cpu = '25m';
  expect(after).toEqual(before);
});

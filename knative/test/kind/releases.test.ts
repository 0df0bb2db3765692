import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { KIND_CLUSTER } from '../../kind/names.ts';
import { KOURIER, kindProgram, SERVING_CORE, SERVING_CRDS } from '../../kind/releases.ts';
import { knativeFolder } from '../../names.ts';
import versions from '../../versions.json' with { type: 'json' };

const read = (file: string) => readFileSync(path.join(knativeFolder, 'kind', file), 'utf8');

it('every version is an exact one', () => {
  for (const name of ['kubernetes', 'knative', 'kourier', 'kind'] as const) {
    expect(versions[name]).toMatch(/^\d+\.\d+\.\d+$/);
  }
  expect(versions.kindNodeImage).toMatch(/:(?!latest)[\w.-]+@sha256:[0-9a-f]{64}$/);
});

it('the release files are those of the pinned versions', () => {
  expect(SERVING_CRDS).toMatch(/\/knative-v1\.23\.0\/serving-crds\.yaml$/);
  expect(SERVING_CORE).toMatch(/\/knative-v1\.23\.0\/serving-core\.yaml$/);
  expect(KOURIER).toMatch(/\/knative-v1\.23\.0\/kourier\.yaml$/);
  expect(kindProgram('linux', 'x64')).toMatch(/\/v0\.30\.0\/kind-linux-amd64$/);
  expect(kindProgram('darwin', 'arm64')).toMatch(/\/kind-darwin-arm64$/);
  expect(kindProgram('aix', 'ppc64')).toBeUndefined();
});

it("Kind's node has the Kubernetes that is pinned, and Knative 1.23 needs 1.34", () => {
  expect(versions.kindNodeImage).toContain(`:v${versions.kubernetes}`);
  expect(Number(versions.kubernetes.split('.')[1])).toBeGreaterThanOrEqual(34);
});

it('the ports of this machine lead to NodePorts, that of the API to the gateway', () => {
  const cluster = parse(read('cluster.yaml'));
  expect(cluster.name).toBe(KIND_CLUSTER);
  const ports = cluster.nodes[0].extraPortMappings as { hostPort: number; containerPort: number }[];
  const byHost = new Map(ports.map(({ hostPort, containerPort }) => [hostPort, containerPort]));
  expect([...byHost.keys()].sort((a, b) => a - b)).toEqual([3000, 8000, 9090, 9093]);
  for (const port of byHost.values()) expect(port >= 30_000 && port <= 32_767).toBe(true);
  const [{ nodePort }] = parse(read('kourier-nodeport.yaml')).spec.ports;
  expect(byHost.get(8000)).toBe(nodePort);
});

it("Knative's settings are values that its release knows", () => {
  const [namespace, ...settings] = parseAllDocuments(read('knative-config.yaml')).map((document) =>
    document.toJS(),
  );
  // They are applied before the release files, which have it, too.
  expect(namespace).toMatchObject({ kind: 'Namespace', metadata: { name: 'knative-serving' } });
  expect(settings.map(({ metadata }) => metadata.name)).toEqual([
    'config-network',
    'config-domain',
    'config-features',
    'config-observability',
  ]);
  for (const { metadata, data } of settings) {
    expect(metadata.namespace).toBe('knative-serving');
    for (const value of Object.values(data)) expect(typeof value).toBe('string');
  }
  expect(settings[3].data).toEqual({
    'metrics-protocol': 'prometheus',
    'request-metrics-protocol': 'prometheus',
  });
});

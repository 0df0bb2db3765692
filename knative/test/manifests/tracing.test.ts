import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { parseConfig } from '../../../function/src/config.ts';
import { knativeFolder } from '../../lib/names.ts';
import type { Any } from './invariants.ts';

const isHere = spawnSync('kubectl', ['version', '--client']).status === 0;

/** What an overlay of somebody's renders that has the component. */
function withTracing(): Any[] {
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), 'cats-vs-dogs-tracing-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const relative = (name: string) => path.relative(folder, path.join(knativeFolder, name));
  const kustomization = {
    resources: [relative('overlays/kind')],
    components: [relative('components/tracing')],
  };
  writeFileSync(path.join(folder, 'kustomization.yaml'), stringify(kustomization));
  const text = execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
  return parseAllDocuments(text).map((document) => document.toJS());
}

describe.runIf(isHere)('components/tracing', () => {
  it('names a collector to the function, and lets it reach that and DNS alone', () => {
    const all = withTracing();
    const config = all.find(({ kind }) => kind === 'ConfigMap');
    const service = all.find(({ kind, spec }) => kind === 'Service' && spec.template !== undefined);
    expect(service.spec.template.spec.containers[0].envFrom).toEqual([
      { configMapRef: { name: config.metadata.name } },
    ]);
    expect(config.immutable).toBe(true);
    const { hostname, port } = new URL(parseConfig(config.data).OTEL_EXPORTER_OTLP_ENDPOINT);
    const [, namespace] = hostname.split('.');
    const policy = all.find(({ metadata }) => metadata.name === 'cats-vs-dogs-tracing');
    expect(policy.spec.policyTypes).toEqual(['Egress']);
    const ways = policy.spec.egress.map(({ to, ports }: Any) => [
      to[0].namespaceSelector.matchLabels['kubernetes.io/metadata.name'],
      ...ports.map((allowed: Any) => allowed.port),
    ]);
    expect(ways).toEqual([
      [namespace, Number(port)],
      ['kube-system', 53, 53],
    ]);
  });
});

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Kubectl } from '../../tools/kubectl.ts';
import { emptyFolder, pathWith } from '../../tools/test/processes.ts';
import { removeInstallation } from '../service/remove.ts';

afterEach(() => vi.unstubAllEnvs());

/** What `kubectl` is called with, when there are those Knative Services in the namespace. */
async function callsWith(services: string[]): Promise<{ others: string[]; calls: string[] }> {
  const calls = path.join(emptyFolder(), 'calls');
  const items = services.map((name) => ({ metadata: { name } }));
  const folder = pathWith('kubectl', { stdout: JSON.stringify({ items }), calls });
  vi.stubEnv('PATH', folder);
  const others = await removeInstallation(new Kubectl(), { name: 'cats', namespace: 'pets' });
  return { others, calls: readFileSync(calls, 'utf8').trim().split('\n') };
}

describe('what is removed of an installation', () => {
  const first = [
    'delete services.serving.knative.dev cats --namespace pets --ignore-not-found',
    'wait pods --namespace pets --selector serving.knative.dev/service=cats --for delete --timeout 120s',
    'get services.serving.knative.dev --namespace pets --output json',
  ];

  it('is its namespace where nothing else serves', async () => {
    expect(await callsWith([])).toEqual({
      others: [],
      calls: [...first, 'delete namespace pets --ignore-not-found'],
    });
  });

  it('is its own objects alone beside another one', async () => {
    expect(await callsWith(['dogs'])).toEqual({
      others: ['dogs'],
      calls: [
        ...first,
        'delete configmaps,networkpolicies --namespace pets --selector app.kubernetes.io/instance=cats',
      ],
    });
  });
});

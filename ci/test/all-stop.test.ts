import { expect, it } from 'vitest';
import { kubectlAnswering, runCli } from '../../tools/test/processes.ts';

const SELECTOR = 'app.kubernetes.io/managed-by=cats-vs-dogs,app.kubernetes.io/part-of=monitoring';
const labels = {
  'app.kubernetes.io/managed-by': 'cats-vs-dogs',
  'app.kubernetes.io/part-of': 'monitoring',
};

async function allStop(...words: string[]) {
  const kubectl = kubectlAnswering({
    'config current-context': 'prod',
    'config view': 'https://10.0.0.1:6443',
    'get namespace': { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'watch', labels } },
  });
  const env = { PATH: kubectl.PATH, SERVICE_NAMESPACE: 'pets', MONITORING_NAMESPACE: 'watch' };
  return { ...(await runCli(['ci', 'all-stop', ...words], env)), ...kubectl };
}

it('asks before it stops anything in a cluster', async () => {
  const { code, stderr, changes } = await allStop();
  expect(stderr.split('\n')[0]).toBe('context prod, server https://10.0.0.1:6443, namespace pets and watch');
  expect(code).toBe(2);
  expect(changes()).toEqual([]);
});

it.each([
  [[], 'prod', 'pets'],
  [['--context', 'staging', '--namespace', 'dogs'], 'staging', 'dogs'],
])(
  'stops only what is of this project, in the cluster that was agreed to: %j',
  async (words, context, namespace) => {
    const { calls, changes } = await allStop('--yes', ...words);
    expect(changes()).toEqual([
      `delete services.serving.knative.dev cats-vs-dogs --namespace ${namespace} --ignore-not-found`,
      `scale deployment --selector ${SELECTOR} --namespace watch --replicas 0`,
    ]);
    const changing = calls().filter(({ line }) => changes().includes(line));
    expect(changing.map((call) => call.context)).toEqual([context, context]);
  },
);

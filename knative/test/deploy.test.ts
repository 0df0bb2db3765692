import { describe, expect, it } from 'vitest';
import { type KubectlAnswer, kubectlAnswering, runCli } from '../../tools/test/processes.ts';
import { STATE_ANNOTATION } from '../rollout/state.ts';
import { kubectlIsHere } from './kubectl-here.ts';

const OURS = { 'app.kubernetes.io/managed-by': 'cats-vs-dogs' };
const IMAGE = 'registry.test/cats-vs-dogs:2';

/** A Service that serves, as `kubectl get` shows it. */
function serving({
  labels = OURS,
  overlay,
  template = {},
}: {
  labels?: object;
  overlay?: string;
  template?: Record<string, string>;
} = {}) {
  return {
    apiVersion: 'serving.knative.dev/v1',
    kind: 'Service',
    metadata: {
      ...{ name: 'cats-vs-dogs', namespace: 'cats-vs-dogs', resourceVersion: '7', generation: 1, labels },
      annotations: overlay === undefined ? {} : { 'cats-vs-dogs/overlay': overlay },
    },
    spec: {
      template: {
        metadata: { annotations: template },
        spec: { containers: [{ image: 'registry.test/cats-vs-dogs:1' }] },
      },
    },
    status: {
      traffic: [{ revisionName: 'cats-vs-dogs-00001', percent: 100 }],
      latestCreatedRevisionName: 'cats-vs-dogs-00001',
      url: 'http://cats-vs-dogs.cats-vs-dogs.example.com',
    },
  };
}

const SERVICE = 'get services.serving.knative.dev cats-vs-dogs';

/** Runs `npx . cluster WORDS` on a cluster with that in it. */
async function cluster(words: string[], answers: Record<string, KubectlAnswer> = {}, context = 'prod') {
  const kubectl = kubectlAnswering({
    'config current-context': context,
    'config view': 'https://10.0.0.1:6443',
    // Nothing is applied for good: the tests end where a rollout would begin.
    apply: { complaint: 'Error from server (Forbidden): that is all' },
    ...answers,
  });
  const run = await runCli(['cluster', ...words], { PATH: kubectl.PATH });
  return { ...run, ...kubectl };
}

const CHANGES: string[][] = [
  ['deploy', '--image', IMAGE],
  ['restart'],
  ['scale', '--min', '1'],
  ['rollout', '--image', IMAGE],
  ['rollback'],
  ['stop'],
  ['delete'],
  ['shell'],
];

describe('a command that changes a cluster', () => {
  it.each(CHANGES)(
    '%s prints context, server and namespace first, and changes nothing without a terminal or --yes',
    async (...words) => {
      const { code, stderr, changes } = await cluster([...words, '--namespace', 'pets']);
      expect(stderr.split('\n')[0]).toBe('context prod, server https://10.0.0.1:6443, namespace pets');
      expect(stderr).toContain('there is no terminal to ask: --yes agrees');
      expect(code).toBe(2);
      expect(changes()).toEqual([]);
    },
  );

  it.each(CHANGES)('%s refuses a Service of somebody else', async (...words) => {
    const { code, stderr, changes } = await cluster([...words, '--yes'], {
      [SERVICE]: serving({ labels: {} }),
    });
    expect(stderr).toContain('Service cats-vs-dogs in the namespace cats-vs-dogs is not of cats-vs-dogs');
    expect(code).toBe(1);
    expect(changes()).toEqual([]);
  });

  it('asks nothing in the Kind cluster of this project', async () => {
    const { stderr, changes } = await cluster(['delete'], {}, 'kind-cats-vs-dogs');
    expect(stderr).toBe('context kind-cats-vs-dogs, server https://10.0.0.1:6443, namespace cats-vs-dogs\n');
    expect(changes()).not.toEqual([]);
  });

  it('asks in every other Kind cluster', async () => {
    expect((await cluster(['delete'], {}, 'kind-other')).changes()).toEqual([]);
  });

  it('is about the cluster of --context', async () => {
    const { calls } = await cluster(['delete', '--context', 'staging', '--yes']);
    expect(calls().length).toBeGreaterThan(3);
    for (const { context } of calls()) expect(context).toBe('staging');
  });

  it.each([['-pets'], ['Pets'], ['']])('has no namespace %j', async (namespace) => {
    const { code, stderr, calls } = await cluster(['status', '--namespace', namespace]);
    expect(stderr).toContain(`--namespace must be 1 to 63 of a-z, 0-9 and -`);
    expect(code).toBe(2);
    expect(calls()).toEqual([]);
  });
});

describe.runIf(kubectlIsHere('npx . cluster deploy'))('npx . cluster deploy', () => {
  const namespace = (labels: object) => ({
    ...{ apiVersion: 'v1', kind: 'Namespace' },
    metadata: { name: 'cats-vs-dogs', labels },
  });

  it.each([
    ['no --image', [], 'ghcr.io/example/cats-vs-dogs:0.1.0'],
    ['no --image, and the overlay of Kind', ['--overlay', 'kind'], 'dev.local/cats-vs-dogs:unbuilt'],
    ['the registry of an example', ['--image', 'example.com/cats:1'], 'example.com/cats:1'],
    ['the registry of an example', ['--image', 'r.example.org:5000/cats:1'], 'r.example.org:5000/cats:1'],
    ['the owner of an example', ['--image', 'ghcr.io/example/cats:1'], 'ghcr.io/example/cats:1'],
  ])('refuses %s outside of Kind, and says what to set', async (_, words, image) => {
    const { code, stderr, changes } = await cluster(['deploy', '--yes', ...words]);
    expect(stderr).toContain(`--image must name an image in a registry that this cluster reaches`);
    expect(stderr).toContain(`found: ${image}`);
    expect(code).toBe(2);
    expect(changes()).toEqual([]);
  });

  it.each([
    ['is made, with the label of this project', '', ['Namespace', 'ConfigMap', 'NetworkPolicy']],
    ['of this project is brought up to date', namespace(OURS), ['Namespace', 'ConfigMap', 'NetworkPolicy']],
    ['of somebody else stays as it is', namespace({}), ['ConfigMap', 'NetworkPolicy']],
  ])('the namespace %s', async (_, found, kinds) => {
    const { written } = await cluster(['deploy', '--yes', '--image', IMAGE], { 'get namespace': found });
    expect(written().map(({ kind }) => kind)).toEqual(kinds);
    for (const { metadata } of written()) expect(metadata.labels).toMatchObject(OURS);
  });

  it('needs no right to change the namespace', async () => {
    const { stdout } = await cluster(['deploy', '--yes', '--image', IMAGE], {
      'get namespace': namespace(OURS),
    });
    expect(stdout).toContain('the namespace cats-vs-dogs stays as it is: you may not change it');
  });

  it('leaves a namespace of this project alone that is as it must be', async () => {
    const labels = { ...OURS, 'pod-security.kubernetes.io/enforce': 'restricted' };
    const all = {
      ...labels,
      ...{ 'pod-security.kubernetes.io/warn': 'restricted', 'app.kubernetes.io/name': 'cats-vs-dogs' },
      ...{ 'app.kubernetes.io/component': 'function', 'app.kubernetes.io/part-of': 'cats-vs-dogs' },
    };
    const { written } = await cluster(['deploy', '--yes', '--image', IMAGE], {
      'get namespace': namespace(all),
    });
    expect(written().map(({ kind }) => kind)).toEqual(['ConfigMap', 'NetworkPolicy']);
  });

  /** The Service that a deploy on top of `live` would make, with what it says of it. */
  async function next(live: object, ...words: string[]) {
    const { calls, stdout, stderr } = await cluster(['deploy', '--yes', '--image', IMAGE, ...words], {
      [SERVICE]: live,
      'get namespace': namespace({}),
      apply: live,
    });
    const service = calls().flatMap(({ line, input }) => (/^apply/.test(line) ? [JSON.parse(input)] : []));
    const made = service.find(({ kind }) => kind === 'Service');
    expect(made, stderr).toBeDefined();
    return { metadata: made.metadata, annotations: made.spec.template.metadata.annotations, stdout };
  }

  it.each([
    ['that of the last deploy', serving({ overlay: 'canary' }), [], 'canary'],
    ['that of --overlay', serving({ overlay: 'canary' }), ['--overlay', 'production'], 'production'],
    ['that of production at first', serving(), [], 'production'],
  ])('takes as overlay %s', async (_, live, words, overlay) => {
    const { metadata, stdout } = await next(live, ...words);
    expect(metadata.annotations['cats-vs-dogs/overlay']).toBe(overlay);
    expect(stdout).toContain(`overlay ${overlay}, image ${IMAGE}`);
  });

  describe('while a rollout is under way', () => {
    const at = '2026-01-01T00:00:00Z';
    const state = { id: 'one', stable: 'cats-vs-dogs-00001', steps: [100], startedAt: at, shiftedAt: at };
    const live = serving({ overlay: 'production' });
    const underWay = {
      ...live,
      metadata: { ...live.metadata, annotations: { [STATE_ANNOTATION]: JSON.stringify(state) } },
    };
    const other = serving({ template: { another: 'annotation' } });

    it.each([
      ['goes on with it when it deploys the same', underWay, 'going on with the rollout of this', ['patch']],
      ['refuses to deploy something else', other, 'is under way: npx . cluster rollout goes on', []],
    ])('%s', async (_, applied, line, verbs) => {
      const { code, stdout, stderr, changes } = await cluster(['deploy', '--yes', '--image', IMAGE], {
        ...{ [SERVICE]: underWay, apply: applied },
        // The process that goes on marks the Service as its own. The test ends there.
        patch: { complaint: 'error: that is all' },
      });
      expect(stdout + stderr).toContain(line);
      expect(changes().map((change) => change.split(' ')[0])).toEqual(verbs);
      expect(code).toBe(1);
    });
  });

  const scaled = serving({
    template: { 'cats-vs-dogs/max-scale': '9', 'autoscaling.knative.dev/max-scale': '9' },
  });

  it('keeps the number of pods that scale set, and says so', async () => {
    const { annotations, stdout } = await next(scaled);
    expect(annotations).toMatchObject({
      'autoscaling.knative.dev/min-scale': '0',
      'autoscaling.knative.dev/max-scale': '9',
      'cats-vs-dogs/max-scale': '9',
    });
    expect(stdout).toContain('--no-scale');
  });

  it("takes the overlay's number of pods with --no-scale, and from then on", async () => {
    const { annotations } = await next(scaled, '--no-scale');
    expect(annotations).toMatchObject({
      'autoscaling.knative.dev/max-scale': '5',
      'cats-vs-dogs/max-scale': 'overlay',
    });
    const again = await next(serving({ template: annotations }));
    expect(again.annotations).toEqual(annotations);
    expect(again.stdout).not.toContain('--no-scale');
  });

  it('after a stop starts what was stopped: its overlay, image and number of pods', async () => {
    const live = {
      ...scaled,
      metadata: { ...scaled.metadata, annotations: { 'cats-vs-dogs/overlay': 'canary' } },
    };
    const stopped = await cluster(['stop', '--yes'], { [SERVICE]: live, apply: {} });
    expect(stopped.code).toBe(0);
    const [configMap] = stopped.written();
    expect(configMap!.metadata).toMatchObject({
      name: 'cats-vs-dogs-stopped',
      labels: { ...OURS, 'app.kubernetes.io/instance': 'cats-vs-dogs' },
    });
    const started = await cluster(['deploy', '--yes'], { 'get configmap cats-vs-dogs-stopped': configMap! });
    expect(started.stdout).toContain('overlay canary, image registry.test/cats-vs-dogs:1\n');
    expect(started.stdout).toContain('the number of pods stays');
  });
});

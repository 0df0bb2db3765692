import { describe, expect, it } from 'vitest';
import { kubectlIsHere } from '../../knative/test/kubectl-here.ts';
import { type KubectlAnswer, kubectlAnswering, runCli } from '../../tools/test/processes.ts';

const OURS = { 'app.kubernetes.io/managed-by': 'cats-vs-dogs' };
const FUNCTION = { ...OURS, 'app.kubernetes.io/part-of': 'cats-vs-dogs' };
const STACK = { ...OURS, 'app.kubernetes.io/part-of': 'monitoring' };
const SELECTOR = 'app.kubernetes.io/managed-by=cats-vs-dogs,app.kubernetes.io/part-of=monitoring';
const namespace = (labels: object) => ({
  ...{ apiVersion: 'v1', kind: 'Namespace' },
  metadata: { name: 'watch', labels },
});
const RUNBOOK_URL = 'https://git.test/cats-vs-dogs/observability/runbooks';

/** Runs `npx . monitoring WORDS` for the namespace `watch` of a cluster with that in it. */
async function monitoring(
  words: string[],
  answers: Record<string, KubectlAnswer> = {},
  env: Record<string, string> = {},
) {
  const kubectl = kubectlAnswering({
    'config current-context': 'prod',
    'config view': 'https://10.0.0.1:6443',
    apply: {},
    ...answers,
  });
  const variables = { MONITORING_NAMESPACE: 'watch', RUNBOOK_URL, ...env };
  const run = await runCli(['monitoring', ...words], { PATH: kubectl.PATH, ...variables });
  return { ...run, ...kubectl };
}

describe('a command that changes the monitoring', () => {
  it.each([['deploy'], ['stop'], ['delete']])(
    '%s prints context, server and namespace first, and changes nothing without a terminal or --yes',
    async (verb) => {
      const { code, stderr, changes } = await monitoring([verb]);
      expect(stderr.split('\n')[0]).toBe('context prod, server https://10.0.0.1:6443, namespace watch');
      expect(stderr).toContain('there is no terminal to ask: --yes agrees');
      expect(code).toBe(2);
      expect(changes()).toEqual([]);
    },
  );

  it.each([
    ['deploy', {}, 'Namespace watch is not of cats-vs-dogs'],
    ['stop', { 'app.kubernetes.io/managed-by': 'Helm' }, 'Namespace watch is not of cats-vs-dogs'],
    ['delete', {}, 'Namespace watch is not of cats-vs-dogs'],
    ['deploy', FUNCTION, 'the namespace watch is that of a function'],
    ['delete', FUNCTION, 'the namespace watch is that of a function'],
  ])('%s refuses a namespace with the labels %j', async (verb, labels, complaint) => {
    const answers = { 'get namespace': namespace(labels) };
    const { code, stderr, changes } = await monitoring([verb, '--yes'], answers);
    expect(stderr).toContain(complaint);
    expect(code).toBe(1);
    expect(changes()).toEqual([]);
  });

  it('is about the namespace of --namespace before that of the environment', async () => {
    const { stderr } = await monitoring(['stop', '--namespace', 'other', '--yes']);
    expect(stderr).toContain('namespace other');
    const without = await monitoring(['stop', '--yes'], {}, { MONITORING_NAMESPACE: '' });
    expect(without.stderr).toContain('namespace cats-vs-dogs-monitoring');
  });

  it.each([['../x'], ['Monitoring']])('has no namespace %j', async (name) => {
    const { code, stderr } = await monitoring(['status'], {}, { MONITORING_NAMESPACE: name });
    expect(stderr).toContain('MONITORING_NAMESPACE must be 1 to 63 of a-z');
    expect(code).toBe(2);
  });
});

it('stop scales only Deployments of this project', async () => {
  const { code, changes } = await monitoring(['stop', '--yes'], { 'get namespace': namespace(STACK) });
  expect(changes()).toEqual([`scale deployment --selector ${SELECTOR} --namespace watch --replicas 0`]);
  expect(code).toBe(0);
});

it('stop scales nothing where there is no such namespace', async () => {
  const { code, changes } = await monitoring(['stop', '--yes']);
  expect(changes()).toEqual([]);
  expect(code).toBe(1);
});

describe('delete', () => {
  const all = `${SELECTOR},app.kubernetes.io/instance=watch --ignore-not-found`;
  const own = [
    `delete deployments,daemonsets,services,configmaps,secrets,networkpolicies,serviceaccounts,persistentvolumeclaims --namespace watch --selector ${all}`,
    `delete clusterroles,clusterrolebindings --selector ${all}`,
  ];
  const uses = (...names: string[]) => ({
    'get namespace': namespace(STACK),
    'get services.serving': { items: [] },
    'get deployments,statefulsets': { items: names.map((name) => ({ metadata: { name } })) },
  });

  it('removes the objects of this monitoring, and its namespace', async () => {
    const { stdout, changes } = await monitoring(['delete', '--yes'], uses());
    expect(changes()).toEqual([...own, 'delete namespace watch --ignore-not-found']);
    expect(stdout).toBe('the namespace watch is gone\n');
  });

  it('leaves the namespace to what somebody else runs there', async () => {
    const { stdout, changes } = await monitoring(['delete', '--yes'], uses('loki'));
    expect(changes()).toEqual(own);
    expect(stdout).toBe('the monitoring is gone; the namespace watch stays for loki\n');
  });
});

describe.runIf(kubectlIsHere('npx . monitoring deploy'))('deploy', () => {
  const mail = {
    ...{
      ALERT_SMTP_SMARTHOST: 'mail.test:587',
      ALERT_MAIL_FROM: 'a@mail.test',
      ALERT_MAIL_TO: 'b@mail.test',
    },
    ...{ ALERT_SMTP_USERNAME: 'user', ALERT_SMTP_PASSWORD: 'hush' },
    ...{ DEAD_MANS_SWITCH_URL: 'https://switch.test/1', WATCHED_SERVICES: 'one,two' },
  };

  type Deployed = Awaited<ReturnType<typeof monitoring>>;
  const find = ({ written }: Deployed, kind: string, name: string) =>
    written().findLast(({ kind: found, metadata }) => found === kind && metadata.name === name);
  /** What a deploy has, as far as it can be lost. */
  const essence = (deployed: Deployed) => {
    const configuration = deployed.written().find(({ data }) => data?.['alertmanager.yaml'])!;
    return {
      configuration: configuration.data['alertmanager.yaml'],
      secret: find(deployed, 'Secret', 'alertmanager')?.data,
      volumes: find(deployed, 'Deployment', 'prometheus')!.spec.template.spec.volumes,
      rules: find(deployed, 'ConfigMap', 'prometheus-rules')!.data,
      settings: find(deployed, 'ConfigMap', 'deploy-settings')!.data,
    };
  };
  /** A cluster after a deploy. */
  const after = (deployed: Deployed): Record<string, KubectlAnswer> => ({
    'get namespace': namespace(STACK),
    'get configmap deploy-settings': find(deployed, 'ConfigMap', 'deploy-settings') ?? '',
    'get secret alertmanager': find(deployed, 'Secret', 'alertmanager') ?? '',
    'get secret grafana': { data: { 'admin-password': btoa('known') } },
  });
  const bare = { MONITORING_NAMESPACE: 'watch', RUNBOOK_URL: '' };

  it('labels all that it makes, and writes no password into a ConfigMap', async () => {
    const { code, stderr, written } = await monitoring(['deploy', '--yes'], {}, mail);
    expect([code, stderr.split('\n').length]).toEqual([0, 2]);
    expect(written().length).toBeGreaterThan(20);
    for (const { kind, metadata } of written()) {
      expect(metadata.labels, `${kind} ${metadata.name}`).toMatchObject(STACK);
      expect(metadata.namespace ?? 'watch').toBe('watch');
    }
    const open = written().filter(({ kind }) => kind !== 'Secret');
    expect(JSON.stringify(open)).not.toContain('hush');
    expect(JSON.stringify(open)).not.toContain('https://switch.test');
  });

  it("keeps mail, dead man's switch, storage, services and addresses of the last one, from any shell", async () => {
    const addresses = { PROMETHEUS_URL: 'https://prometheus.git.test', CLUSTER_NAME: 'shelter' };
    const first = await monitoring(['deploy', '--storage', '--yes'], {}, { ...mail, ...addresses });
    expect(essence(first).settings).toMatchObject({ RUNBOOK_URL, ...addresses });
    expect(JSON.stringify(first.written())).toContain('--web.external-url=https://prometheus.git.test/');
    expect(essence(first).volumes.at(-1).persistentVolumeClaim).toEqual({ claimName: 'prometheus' });
    expect(essence(first).rules['alerts.yaml']).toContain(`${RUNBOOK_URL}/NodeDown.md`);
    const second = await monitoring(['deploy', '--yes'], after(first), bare);
    expect(second.code, second.stderr).toBe(0);
    expect(essence(second)).toEqual(essence(first));
    expect(second.stdout).toContain('mail goes to b@mail.test by mail.test:587, as before');
    expect(second.stdout).toContain('CLUSTER_NAME is shelter, as before');
    expect(JSON.stringify(second.written())).toContain('--web.external-url=https://prometheus.git.test/');
  });

  it('takes mail and storage away when told, with the password, and says so', async () => {
    const first = await monitoring(['deploy', '--storage', '--yes'], {}, mail);
    const words = ['deploy', '--no-mail', '--no-storage', '--yes'];
    const second = await monitoring(words, after(first), bare);
    expect(essence(second)).toMatchObject({ secret: undefined, settings: { storage: 'false' } });
    expect(essence(second).configuration).not.toMatch(/email_configs|webhook_configs/);
    expect(essence(second).volumes.at(-1).emptyDir).toBeDefined();
    expect(second.changes()).toContain('delete secret alertmanager --namespace watch');
    expect(second.stdout).toContain('no mail is sent any more');
    expect(second.stdout).toContain('the volumes stay until');
  });

  it.each([
    ['', 'RUNBOOK_URL is missing: folder of the runbooks, as https://'],
    ['https://github.com/example/cats-vs-dogs', 'RUNBOOK_URL must be an address of yours as https://'],
    ['https://example.com/runbooks', 'RUNBOOK_URL must be an address of yours as https://'],
    ['runbooks', 'RUNBOOK_URL must be an address of yours as https://'],
  ])(
    'refuses %j as the address of runbooks outside of Kind, and says what to set',
    async (url, complaint) => {
      const { code, stderr, changes } = await monitoring(['deploy', '--yes'], {}, { RUNBOOK_URL: url });
      expect(stderr).toContain(complaint);
      expect(code).toBe(2);
      expect(changes()).toEqual([]);
    },
  );

  it('needs an address of runbooks in Kind, too, where mails are sent', async () => {
    const { code, stderr, changes } = await monitoring(
      ['deploy'],
      { 'config current-context': 'kind-cats-vs-dogs' },
      { ...bare, ...mail },
    );
    expect(stderr).toContain('RUNBOOK_URL is missing: folder of the runbooks, as https://');
    expect(code).toBe(2);
    expect(changes()).toEqual([]);
  });

  it('needs no address of runbooks in Kind, where its pages are on ports of this machine', async () => {
    const context = { 'config current-context': 'kind-cats-vs-dogs' };
    const { code, stdout, written } = await monitoring(['deploy'], context, {
      ...bare,
      MONITORING_NAMESPACE: '',
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^prometheus +http:\/\/localhost:9090$/m);
    const types = written().flatMap(({ kind, spec }) => (kind === 'Service' ? [spec.type] : []));
    expect(types).toEqual(['NodePort', 'NodePort', 'NodePort']);
  });

  it("refuses a node's port that another node-exporter has, and says how to do without", async () => {
    const pods = 'watch ours 9100\ntheirs other 80 91000\ntheirs node-exporter-1 8080 9100\n';
    const answers = { 'get pods --all-namespaces': pods };
    const { code, stderr, changes } = await monitoring(['deploy', '--yes'], answers);
    expect(stderr).toContain('node-exporter-1 in the namespace theirs has the port 9100');
    expect(code).toBe(1);
    expect(changes()).toEqual([]);
    const without = await monitoring(['deploy', '--yes', '--without', 'node-exporter'], answers);
    expect(without.code).toBe(0);
  });

  it('refuses to take over an object of somebody else', async () => {
    const foreign = {
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' },
      metadata: { name: 'watch-prometheus', labels: {} },
    };
    const { code, stderr, changes } = await monitoring(['deploy', '--yes', '--without', 'grafana'], {
      'get --filename -': foreign,
    });
    expect(stderr).toContain('ClusterRole watch-prometheus is not of cats-vs-dogs');
    expect(code).toBe(1);
    expect(changes()).toEqual([]);
  });
});

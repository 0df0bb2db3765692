import { createMetrics } from '../../../function/src/telemetry/metrics.ts';
import { families, recorded } from './families.ts';

const STEP_SECONDS = 30;
const SERVICE = 'cats-vs-dogs';
const REVISIONS = ['cats-vs-dogs-00001', 'cats-vs-dogs-00002'];
const CLASSES = ['cat', 'dog'];

type Labels = Readonly<Record<string, string>>;

/** The labels that Prometheus gives to each pod's series, of two revisions that share the traffic. */
const pods: readonly Labels[] = REVISIONS.map((revision, index) => ({
  ...{ namespace: SERVICE, service: SERVICE, revision, pod: `${revision}-deployment-abc-${index}` },
  ...{ instance: `10.0.0.${index}:8080`, node: 'local' },
}));
const byRevision = pods.map(({ namespace = '', service = '', revision = '' }) => ({
  namespace,
  service,
  revision,
}));
const withEach = (sets: readonly Labels[], name: string, values: readonly string[]): Labels[] =>
  sets.flatMap((labels) => values.map((value) => ({ ...labels, [name]: value })));

/** The series of a job's families, by what its pages have for labels. */
const labelsOf: Readonly<Record<keyof typeof families, (metric: string) => readonly Labels[]>> = {
  'queue-proxy': (metric) => (metric.endsWith('_bucket') ? withEach(pods, 'le', ['0.5', '+Inf']) : pods),
  // Its queues do not know the Service.
  activator: (metric) =>
    metric.startsWith('http_')
      ? withEach(byRevision, 'le', ['0.5', '+Inf'])
      : byRevision.map(({ namespace, revision }) => ({ namespace, revision })),
  autoscaler: () => byRevision,
  // Of the pod as a whole.
  cadvisor: () => pods.map(({ namespace, pod }) => ({ namespace, pod }) as Labels),
  'node-exporter': (metric) => {
    const node = [{ node: 'local', instance: '10.0.0.9:9100' }];
    if (metric === 'node_cpu_seconds_total')
      return withEach(withEach(node, 'cpu', ['0', '1']), 'mode', ['idle', 'user']);
    if (metric.startsWith('node_filesystem_')) return [{ ...node[0], fstype: 'ext4', mountpoint: '/' }];
    if (metric.startsWith('node_disk_')) return withEach(node, 'device', ['vda']);
    if (metric.startsWith('node_network_')) return withEach(node, 'device', ['eth0', 'lo']);
    return node;
  },
  'kube-state-metrics': (metric) =>
    metric.startsWith('kube_pod_')
      ? withEach(
          pods.map(({ namespace = '', pod = '' }) => ({ namespace, pod })),
          'container',
          ['user-container'],
        )
      : REVISIONS.map((revision) => ({ namespace: SERVICE, deployment: `${revision}-deployment` })),
};

function labelsOfRecorded(rule: string): readonly Labels[] {
  if (rule.startsWith('champion:')) return [{ name: SERVICE, version: '1.1.0' }];
  const sets = rule.startsWith('revision:') ? byRevision : [{ namespace: SERVICE, service: SERVICE }];
  if (/predictions:|predicted_class:/.test(rule)) return withEach(sets, 'predicted_class', CLASSES);
  if (rule.includes(':verdicts:')) {
    const said = withEach(withEach(sets, 'predicted', CLASSES), 'verdict', CLASSES);
    return withEach(said, 'reviewed', ['false', 'true']);
  }
  if (rule.includes('_errors:')) return withEach(sets, 'code', ['image_corrupt', 'internal_error']);
  if (rule.includes(':answers:')) return withEach(sets, 'http_response_status_code', ['200', '415', '503']);
  if (rule.includes('_passes:')) return withEach(sets, 'pass', ['1', '2']);
  if (rule.includes('_bucket:')) return withEach(sets, 'le', ['0.5', '+Inf']);
  return sets;
}

/** The function's series, as it exposes them. */
async function functionSamples(): Promise<{ name: string; labels: string; isTime: boolean }[]> {
  const build = { version: '1', revision: 'a', node: 'v' };
  const metrics = createMetrics(build, { requests: () => 1, bytes: () => 1 });
  const [digest, labels] = ['0'.repeat(64), CLASSES];
  const provenance = {
    gitCommit: '0'.repeat(40),
    createdAt: '2026-01-02T03:04:05Z',
    dataSha256: digest,
    parametersSha256: digest,
    runId: 'r',
  };
  metrics.setModel({
    ...{ name: SERVICE, version: '1.1.0', sha256: digest, provenance },
    ...{ labels, passes: 2 },
  });
  const { text } = await metrics.page();
  return [...text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)].map(([, name = '', own = '']) => ({
    name,
    // What Prometheus does with a label that it has itself.
    labels: own.replace('revision=', 'exported_revision=').replace(/\bnode=/, 'exported_node='),
    isTime: name.includes('timestamp') || name === 'process_start_time_seconds',
  }));
}

const text = (labels: Labels): string[] =>
  Object.entries(labels).map(([name, value]) => `${name}="${value}"`);

/**
 * A past as Prometheus would have it of a service that works, in OpenMetrics: everything that the dashboards ask for
 * rises steadily. It says nothing of right values, but of names, labels, and whether they match each other.
 * @param without a metric that is left out
 */
export async function history(startSeconds: number, endSeconds: number, without?: string): Promise<string> {
  const series: { key: string; isTime: boolean }[] = [];
  const add = (name: string, labels: readonly string[], isTime = false) => {
    if (name !== without)
      series.push({ key: `${name}{${labels.filter((label) => label !== '').join(',')}}`, isTime });
  };
  for (const { name, labels, isTime } of await functionSamples()) {
    for (const pod of pods) add(name, ['job="function"', ...text(pod), labels], isTime);
  }
  for (const [job, names] of Object.entries(families) as [keyof typeof families, readonly string[]][]) {
    for (const name of names) {
      for (const labels of labelsOf[job](name))
        add(name, [`job="${job}"`, ...text(labels)], name.includes('boot_time'));
    }
  }
  for (const rule of recorded) {
    for (const labels of labelsOfRecorded(rule)) add(rule, text(labels), rule.includes('timestamp'));
  }
  add('up', ['job="node-exporter"', 'node="local"']);
  const lines: string[] = [];
  for (const { key, isTime } of series) {
    for (let second = startSeconds; second <= endSeconds; second += STEP_SECONDS) {
      lines.push(`${key} ${isTime ? startSeconds : 1 + (second - startSeconds) / STEP_SECONDS} ${second}`);
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

/** The jobs of Prometheus' configuration that the dashboards ask, beside `function`. */
export const OTHER_JOBS = [
  'queue-proxy',
  'activator',
  'autoscaler',
  'cadvisor',
  'node-exporter',
  'kube-state-metrics',
] as const;
type Job = 'function' | (typeof OTHER_JOBS)[number];

/** Services of one name may be in several namespaces. */
const IN_NAMESPACE = 'namespace=~"$namespace"';
const OF_SERVICE = ['service=~"$service"', IN_NAMESPACE];
const OF_REVISION = 'revision=~"$revision"';

const select = (metric: string, ...matchers: string[]): string => `${metric}{${matchers.join(', ')}}`;

/** Series of the chosen Service and revisions. */
export const ours = (metric: string, job: Job): string =>
  select(metric, `job="${job}"`, ...OF_SERVICE, OF_REVISION);

/** Series of the activator that know their revision alone, whose name begins with its Service's. */
export const queued = (metric: string): string =>
  select(metric, 'job="activator"', 'revision=~"$service-.*"', OF_REVISION);

/**
 * What Prometheus' rules count every 30 s: also what a pod did that lived from one scrape to the next, of which
 * `increase` and `rate` know nothing.
 */
export const counted = (rule: string, ...matchers: string[]): string =>
  select(rule, ...OF_SERVICE, ...(rule.startsWith('revision:') ? [OF_REVISION] : []), ...matchers);

/** Series of the chosen nodes, from node-exporter. */
export const onNode = (metric: string, ...matchers: string[]): string =>
  select(metric, 'job="node-exporter"', 'node=~"$node"', ...matchers);

/** Matches cAdvisor's series of whole pods: not every container runtime tells it the names of containers. */
const WHOLE_POD = ['container=""', 'image=""'];

/** Series of all pods of the cluster, from cAdvisor. */
export const everyPod = (metric: string): string => select(metric, 'job="cadvisor"', ...WHOLE_POD);

/** Series of the pods of the chosen revisions, from cAdvisor. */
export const podsOf = (metric: string): string =>
  select(metric, 'job="cadvisor"', ...byName('pod', '-.*'), ...WHOLE_POD);

/** Series of the pods or Deployments of the chosen revisions, from kube-state-metrics. */
export const kubernetes = (metric: string, of: 'pod' | 'deployment'): string =>
  select(metric, 'job="kube-state-metrics"', ...byName(of, of === 'pod' ? '-.*' : ''));

/** cAdvisor and Kubernetes know no revisions; the names of Deployments and pods begin with Service and revision. */
const byName = (label: 'pod' | 'deployment', rest: '' | '-.*'): string[] => [
  IN_NAMESPACE,
  `${label}=~"$service-.*"`,
  `${label}=~"$revision-deployment${rest}"`,
];

/** So many within the time that is shown. */
export const total = (series: string): string => `sum(sum_over_time(${series}[$__range]))`;

/** How many were counted at each point of the picture. */
export const atEachPoint = (series: string, ...by: string[]): string =>
  sum(`sum_over_time(${series}[$__interval])`, ...by);

/** So many a second, at each point of the picture. */
export const perSecond = (series: string, ...by: string[]): string =>
  `${atEachPoint(series, ...by)} / ($__interval_ms / 1000)`;

/** A second's worth, over as long as the picture's resolution and the scrapes' interval need. */
export const rate = (series: string): string => `rate(${series}[$__rate_interval])`;

export const sum = (expression: string, ...by: string[]): string =>
  by.length === 0 ? `sum(${expression})` : `sum by (${by.join(', ')}) (${expression})`;

/** The value below which that share of what was counted in these buckets stayed, at each point. */
export const quantile = (share: number, buckets: string, ...by: string[]): string =>
  `histogram_quantile(${share}, ${atEachPoint(buckets, 'le', ...by)})`;

/** What each of those counted took of what was added up: within the time shown, or at each point. */
export const mean = (added: string, count: string, over: typeof total): string =>
  `${over(added)} / (${over(count)} > 0)`;

/** How many of those counted are the few, at each point: 0 and not nothing as long as there are any of the others. */
export const share = (few: string, all: string): string =>
  `(${atEachPoint(few)} or 0 * ${atEachPoint(all)}) / (${atEachPoint(all)} > 0)`;

/** The share that each value of a label has in those counted, at each point. */
export const shareBy = (label: string, series: string): string =>
  `${atEachPoint(series, label)} / ignoring (${label}) group_left () (${atEachPoint(series)} > 0)`;

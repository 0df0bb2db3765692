/** Prometheus' name of what is scraped, as its configuration calls it. */
export const jobs = {
  function: 'function',
  queueProxy: 'queue-proxy',
  activator: 'activator',
  autoscaler: 'autoscaler',
  nodeExporter: 'node-exporter',
  cadvisor: 'cadvisor',
  kubeStateMetrics: 'kube-state-metrics',
} as const;

/** The variables that a reader chooses by, at the top of a dashboard. */
export const variables = {
  service: '$service',
  namespace: '$namespace',
  revision: '$revision',
  node: '$node',
} as const;

/** Services of one name may be in several namespaces. */
const IN_NAMESPACE = `namespace=~"${variables.namespace}"`;

/** The name that Knative gives to the Deployment of a revision, and its pods' names begin with it. */
const DEPLOYMENT_SUFFIX = '-deployment';

type Source = keyof typeof jobs;

/** Series of the chosen Service and revisions. */
export function ours(metric: string, source: Source, matchers: readonly string[] = []): string {
  const own = [`service=~"${variables.service}"`, IN_NAMESPACE, `revision=~"${variables.revision}"`];
  return `${metric}{${[`job="${jobs[source]}"`, ...own, ...matchers].join(', ')}}`;
}

/** Series of the activator that know their revision alone, whose name begins with its Service's. */
export function queued(metric: string): string {
  const own = [`revision=~"${variables.service}-.*"`, `revision=~"${variables.revision}"`];
  return `${metric}{${[`job="${jobs.activator}"`, ...own].join(', ')}}`;
}

/**
 * What Prometheus' rules count every 30 s: also what a pod did that lived from one scrape to the next, of which
 * `increase` and `rate` know nothing.
 */
export function counted(rule: string, matchers: readonly string[] = []): string {
  const own = [`service=~"${variables.service}"`, IN_NAMESPACE];
  if (rule.startsWith('revision:')) own.push(`revision=~"${variables.revision}"`);
  return `${rule}{${[...own, ...matchers].join(', ')}}`;
}

/** So many within the time that is shown. */
export const total = (series: string, by: readonly string[] = []): string =>
  sum(`sum_over_time(${series}[$__range])`, by);

/** So many a second, at each point of the picture. */
export const perSecond = (series: string, by: readonly string[] = []): string =>
  `${atEachPoint(series, by)} / ($__interval_ms / 1000)`;

/** Series of the chosen nodes, from node-exporter. */
export function onNode(metric: string, matchers: readonly string[] = []): string {
  return `${metric}{${[`job="${jobs.nodeExporter}"`, `node=~"${variables.node}"`, ...matchers].join(', ')}}`;
}

/** cAdvisor's series of a pod as a whole: not of its containers, which not every container runtime names to it. */
export const WHOLE_POD = ['container=""', 'image=""'];

/** Series of the chosen revisions from where nobody knows of Knative: they are told by the names of their pods. */
export function podsOf(metric: string, source: Source, matchers: readonly string[] = []): string {
  const own = [
    `job="${jobs[source]}"`,
    IN_NAMESPACE,
    // A revision's name begins with its Service's: of all revisions, those of the chosen Service.
    `pod=~"${variables.service}-.*"`,
    `pod=~"${variables.revision}${DEPLOYMENT_SUFFIX}-.*"`,
  ];
  return `${metric}{${[...own, ...matchers].join(', ')}}`;
}

/** Deployments of the chosen revisions, from kube-state-metrics. */
export function deploymentsOf(metric: string): string {
  const own = [
    `job="${jobs.kubeStateMetrics}"`,
    IN_NAMESPACE,
    `deployment=~"${variables.service}-.*"`,
    `deployment=~"${variables.revision}${DEPLOYMENT_SUFFIX}"`,
  ];
  return `${metric}{${own.join(', ')}}`;
}

/** A second's worth, over as long as the picture's resolution and the scrapes' interval need. */
export const rate = (series: string): string => `rate(${series}[$__rate_interval])`;

export const sum = (expression: string, by: readonly string[] = []): string =>
  by.length === 0 ? `sum(${expression})` : `sum by (${by.join(', ')}) (${expression})`;

/** The value below which that share of what was counted in these buckets stayed, at each point. */
export const quantile = (share: number, buckets: string, by: readonly string[] = []): string =>
  `histogram_quantile(${share}, ${atEachPoint(buckets, ['le', ...by])})`;

/** How many were counted at each point of the picture. */
export const atEachPoint = (series: string, by: readonly string[] = []): string =>
  sum(`sum_over_time(${series}[$__interval])`, by);

/** What each of those counted took of what was added up: within the time shown, or at each point. */
export const mean = (added: string, count: string, over: typeof total | typeof atEachPoint): string =>
  `${over(added)} / (${over(count)} > 0)`;

/** How many of those counted are the few, at each point: 0 and not nothing as long as there are any of the others. */
export function share(few: string, all: string): string {
  const [fewSum, allSum] = [few, all].map((series) => atEachPoint(series));
  return `(${fewSum} or 0 * ${allSum}) / (${allSum} > 0)`;
}

/** The share that each value of a label has in those counted, at each point. */
export function shareBy(label: string, series: string): string {
  return `${atEachPoint(series, [label])} / ignoring (${label}) group_left () (${atEachPoint(series)} > 0)`;
}

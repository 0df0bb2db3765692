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
export const variables = { service: '$service', revision: '$revision', node: '$node' } as const;

/** The name that Knative gives to the Deployment of a revision, and its pods' names begin with it. */
const DEPLOYMENT_SUFFIX = '-deployment';

type Source = keyof typeof jobs;

/** Series of the chosen Service and revisions. */
export function ours(metric: string, source: Source, matchers: readonly string[] = []): string {
  const own = [`service=~"${variables.service}"`, `revision=~"${variables.revision}"`];
  return `${metric}{${[`job="${jobs[source]}"`, ...own, ...matchers].join(', ')}}`;
}

/** Series of the chosen nodes, from node-exporter. */
export function onNode(metric: string, matchers: readonly string[] = []): string {
  return `${metric}{${[`job="${jobs.nodeExporter}"`, `instance=~"${variables.node}"`, ...matchers].join(', ')}}`;
}

/** Series of the chosen revisions from where nobody knows of Knative: they are told by the names of their pods. */
export function podsOf(metric: string, source: Source, matchers: readonly string[] = []): string {
  const own = [
    `job="${jobs[source]}"`,
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
    `deployment=~"${variables.service}-.*"`,
    `deployment=~"${variables.revision}${DEPLOYMENT_SUFFIX}"`,
  ];
  return `${metric}{${own.join(', ')}}`;
}

/** A second's worth, over as long as the picture's resolution and the scrapes' interval need. */
export const rate = (series: string): string => `rate(${series}[$__rate_interval])`;

/** So many within the time that is shown. */
export const increase = (series: string): string => `increase(${series}[$__range])`;

export const sum = (expression: string, by: readonly string[] = []): string =>
  by.length === 0 ? `sum(${expression})` : `sum by (${by.join(', ')}) (${expression})`;

/** The latency below which that share of them stayed. */
export const quantile = (share: number, buckets: string, by: readonly string[] = []): string =>
  `histogram_quantile(${share}, ${sum(rate(buckets), ['le', ...by])})`;

/** The mean of a histogram or summary. */
export const mean = (of: (suffix: '_sum' | '_count') => string, by: readonly string[] = []): string =>
  `${sum(rate(of('_sum')), by)} / ${sum(rate(of('_count')), by)}`;

/** How many of them are the few: 0 and not nothing, as long as there are any of the others. */
export const share = (few: string, all: string): string => `(${few} or 0 * ${all}) / ${all}`;

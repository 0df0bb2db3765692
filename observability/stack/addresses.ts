import { parseDocument } from 'yaml';
import { UsageError } from '../../tools/failure.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { placeholders } from '../addresses.ts';
import { isConfigMap } from './manifests.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables for addresses in mails and on pages, and for what tells this cluster from others. */
export const ADDRESS_VARIABLES = {
  RUNBOOK_URL:
    'folder of the runbooks, as https://github.com/OWNER/cats-vs-dogs/blob/main/observability/runbooks',
  PROMETHEUS_URL: `where a browser finds Prometheus; ${placeholders.prometheus}`,
  ALERTMANAGER_URL: `where a browser finds Alertmanager; ${placeholders.alertmanager}`,
  DASHBOARD_URL: `where a browser finds Grafana; ${placeholders.dashboards}`,
  CLUSTER_NAME: 'the label `cluster` of each alert and of what is written to another store; none',
} as const;

export interface Addresses {
  /** Instead of each placeholder. */
  urls: Readonly<Record<keyof typeof placeholders, string>>;
  cluster?: string | undefined;
}

const VARIABLE_OF = {
  runbooks: 'RUNBOOK_URL',
  prometheus: 'PROMETHEUS_URL',
  alertmanager: 'ALERTMANAGER_URL',
  dashboards: 'DASHBOARD_URL',
} as const;

/**
 * The addresses in the environment.
 * @param needsRunbooks whether somebody reads the links, so that the placeholder will not do
 * @throws UsageError that names the variable and what is allowed
 */
export function addressesOf(env: Environment, { needsRunbooks }: { needsRunbooks: boolean }): Addresses {
  const urls = { ...placeholders } as Record<keyof typeof placeholders, string>;
  for (const [name, variable] of Object.entries(VARIABLE_OF) as [
    keyof typeof VARIABLE_OF,
    keyof Environment,
  ][]) {
    const given = env[variable]?.trim();
    if (given) urls[name] = checkedUrl(String(variable), given);
  }
  if (needsRunbooks && urls.runbooks === placeholders.runbooks) {
    throw new UsageError(`RUNBOOK_URL is missing: ${ADDRESS_VARIABLES.RUNBOOK_URL}`);
  }
  const cluster = env.CLUSTER_NAME?.trim() || undefined;
  return { urls, cluster };
}

function checkedUrl(variable: string, text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isExample = /(^|[./])example([./]|$)/.test(`${url?.hostname}${url?.pathname}`);
  if ((url?.protocol === 'http:' || url?.protocol === 'https:') && !isExample)
    return text.replace(/\/+$/, '');
  throw new UsageError(`${variable} must be an address of yours as https://HOST/PATH, found: ${text}`);
}

/** The manifests with these addresses in place of the placeholders, and the cluster's name as an external label. */
export function withAddresses(manifests: readonly Manifest[], { urls, cluster }: Addresses): Manifest[] {
  let text = JSON.stringify(manifests);
  for (const [name, placeholder] of Object.entries(placeholders)) {
    text = text.replaceAll(placeholder, urls[name as keyof typeof placeholders]);
  }
  const replaced = JSON.parse(text) as Manifest[];
  if (cluster === undefined) return replaced;
  return replaced.map((manifest) => {
    if (!isConfigMap(manifest) || manifest.metadata.name !== 'prometheus') return manifest;
    const document = parseDocument(manifest.data['prometheus.yaml']!);
    document.setIn(['global', 'external_labels', 'cluster'], cluster);
    const data = { ...manifest.data, 'prometheus.yaml': document.toString({ lineWidth: 0 }) };
    return { ...manifest, data };
  });
}

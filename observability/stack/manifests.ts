import { createHash } from 'node:crypto';
import path from 'node:path';
import { INSTANCE_LABEL } from '../../knative/names.ts';
import { kustomizeWith, type Manifest } from '../../tools/kustomize.ts';
import { stackFolder } from '../folders.ts';
import { type MailSettings, secretFiles, withMail } from './mail-settings.ts';
import { MANIFEST_NAMESPACE, PART_OF, type Stack } from './names.ts';

type Component = 'node-ports' | 'persistent-storage';

/** What `kubectl kustomize` makes of this folder and its components, for the namespace of a monitoring. */
export async function render(
  { kubectl, namespace }: Stack,
  components: readonly Component[],
): Promise<Manifest[]> {
  const folders = components.map((name) => path.join(stackFolder, 'components', name));
  const rendered = await kustomizeWith(kubectl, stackFolder, folders);
  // It is in the names of cluster-wide objects, too.
  const text = JSON.stringify(rendered).replaceAll(MANIFEST_NAMESPACE, namespace);
  return (JSON.parse(text) as Manifest[]).map((manifest) => ({
    ...manifest,
    metadata: {
      ...manifest.metadata,
      labels: { ...(manifest.metadata.labels as object | undefined), ...labelsFor(namespace) },
    },
  }));
}

/** The labels of all that belongs to the monitoring in that namespace. */
export function labelsFor(namespace: string): Record<string, string> {
  return { ...PART_OF, [INSTANCE_LABEL]: namespace };
}

/** What may be left out: Prometheus and Alertmanager need none of them. */
export const OPTIONAL = ['grafana', 'node-exporter', 'kube-state-metrics'] as const;
export type Optional = (typeof OPTIONAL)[number];

/** The same without some of what belongs to it, for clusters that have it already, or cannot have its images. */
export function without(manifests: readonly Manifest[], left: readonly Optional[]): Manifest[] {
  return manifests.filter(({ metadata }) => {
    const labels = metadata.labels as Record<string, string> | undefined;
    return !left.some((name) => labels?.['app.kubernetes.io/name'] === name);
  });
}

/** The Secret with what is secret of the mail settings. */
export const SECRET = 'alertmanager';

interface ConfigMap extends Manifest {
  kind: 'ConfigMap';
  data: Record<string, string>;
}

export const isConfigMap = (manifest: Manifest): manifest is ConfigMap => manifest.kind === 'ConfigMap';

/** The same with the mail settings: Alertmanager's configuration, and the Secret if anything is secret. */
export function withSettings(manifests: readonly Manifest[], settings: MailSettings | undefined): Manifest[] {
  const { metadata, data } = manifests
    .filter(isConfigMap)
    .find((manifest) => manifest.metadata.name.startsWith('alertmanager-'))!;
  const configuration = withMail(data['alertmanager.yaml']!, settings);
  const secrets = settings === undefined ? {} : secretFiles(settings);
  // Another configuration or secret is another pod, as kustomize has it.
  const content = createHash('sha256').update(JSON.stringify([configuration, data, secrets]));
  const name = `alertmanager-${content.digest('hex').slice(0, 10)}`;
  const renamed = JSON.parse(
    JSON.stringify(manifests).replaceAll(`"${metadata.name}"`, `"${name}"`),
  ) as Manifest[];
  const found = renamed.filter(isConfigMap).find((manifest) => manifest.metadata.name === name)!;
  found.data['alertmanager.yaml'] = configuration;
  if (Object.keys(secrets).length === 0) return renamed;
  const { namespace, labels } = found.metadata;
  const secret = { name: SECRET, namespace: namespace!, labels };
  // In base64: what is left out of `stringData` stays in the cluster.
  const encoded = Object.entries(secrets).map(([name, text]) => [name, Buffer.from(text).toString('base64')]);
  return [
    ...renamed,
    {
      ...{ apiVersion: 'v1', kind: 'Secret', metadata: secret, type: 'Opaque' },
      data: Object.fromEntries(encoded),
    },
  ];
}

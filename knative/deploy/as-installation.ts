import type { Manifest } from '../../tools/kustomize.ts';
import { type Installation, PROJECT } from '../../tools/names.ts';
import { INSTANCE_LABEL, SERVICE_LABEL } from '../names.ts';

// biome-ignore lint/suspicious/noExplicitAny: a manifest has whatever fields its kind has
type Any = any;

/** Where a pod names a ConfigMap. */
const CONFIG_MAP_REFERENCES = ['configMapRef', 'configMapKeyRef', 'configMap'];

/** The manifests of knative/ with the names of an installation; images and cluster-wide objects keep theirs. */
export function asInstallation(
  manifests: readonly Manifest[],
  { name, namespace }: Installation,
): Manifest[] {
  const all: Any[] = structuredClone([...manifests]);
  const configMaps = all.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata }) => metadata.name);
  const rename = (object: Any, field: string): void => {
    const text: unknown = object?.[field];
    if (typeof text !== 'string') return;
    if (text === PROJECT || text.startsWith(`${PROJECT}-`)) {
      object[field] = `${name}${text.slice(PROJECT.length)}`;
    }
  };

  for (const { kind, apiVersion, metadata, spec } of all) {
    if (kind === 'Namespace') metadata.name = namespace;
    if (metadata.namespace === undefined) continue;
    metadata.namespace = namespace;
    metadata.labels = { ...metadata.labels, [INSTANCE_LABEL]: name };
    if (kind === 'ConfigMap') rename(metadata, 'name');
    if (kind === 'NetworkPolicy') {
      rename(metadata, 'name');
      rename(spec.podSelector.matchLabels, SERVICE_LABEL);
    }
    if (kind === 'Service' && apiVersion.startsWith('serving.knative.dev/')) {
      rename(metadata, 'name');
      for (const reference of referencesIn(spec.template.spec)) {
        if (configMaps.includes(reference.name)) rename(reference, 'name');
      }
    }
    if (kind === 'Trigger') rename(spec.subscriber.ref, 'name');
    if (kind === 'SinkBinding') rename(spec.subject, 'name');
  }
  return all;
}

/** Every reference to a ConfigMap within a value. */
function referencesIn(value: Any): Any[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    CONFIG_MAP_REFERENCES.includes(key) ? [inner] : referencesIn(inner),
  );
}

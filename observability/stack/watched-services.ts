import { isMap, parseDocument, visit } from 'yaml';
import type { Manifest } from '../../tools/kustomize.ts';
import { installationOf, PROJECT } from '../../tools/names.ts';
import { filesFor } from '../rules/groups.ts';
import { render } from '../rules/render.ts';
import { isConfigMap } from './manifests.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that names the Knative Services to watch, with what it says. */
export const WATCHED_VARIABLE = {
  WATCHED_SERVICES: 'names of the Knative Services that are this function, separated by commas; SERVICE_NAME',
} as const;

/**
 * The Knative Services of WATCHED_SERVICES, or the one of SERVICE_NAME. Rules and dashboards find a function that
 * `deploy` brought by its labels. Only what lacks these needs a name: a function that func deployed, and pods that
 * Prometheus does not find.
 * @throws UsageError for what is no name of a Service
 */
export function watchedServices(env: Environment): string[] {
  const names = env.WATCHED_SERVICES?.split(',').map((name) => name.trim()) ?? [];
  const given = names.filter((name) => name !== '');
  if (given.length === 0) return [installationOf(env).name];
  return given.map((SERVICE_NAME) => installationOf({ SERVICE_NAME }).name);
}

/** The same with these Services in Prometheus' configuration and rules. */
export function withServices(manifests: readonly Manifest[], services: readonly string[]): Manifest[] {
  const rules = Object.fromEntries(
    Object.entries(filesFor(services)).map(([name, groups]) => [name, render(groups)]),
  );
  return manifests.map((manifest) => {
    if (!isConfigMap(manifest)) return manifest;
    const { metadata, data } = manifest;
    if (metadata.name === 'prometheus-rules') return { ...manifest, data: { ...data, ...rules } };
    if (metadata.name !== 'prometheus') return manifest;
    return {
      ...manifest,
      data: { ...data, 'prometheus.yaml': withTargets(data['prometheus.yaml']!, services) },
    };
  });
}

/** The step of the scrape configuration that keeps pods of this function, by their application or their Service. */
function withTargets(configuration: string, services: readonly string[]): string {
  const document = parseDocument(configuration);
  let found = false;
  visit(document, {
    Map(_, map) {
      if (map.anchor !== 'is_ours' || !isMap(map)) return;
      map.set('regex', [`${PROJECT};.+`, ...services.map((name) => `.*;${name}`)].join('|'));
      found = true;
    },
  });
  if (!found) throw new Error('prometheus.yaml has no step with the anchor is_ours');
  return document.toString({ lineWidth: 0 });
}

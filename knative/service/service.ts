import { sameJson } from './merge-patch.ts';

/** The parts of Knative's objects that are read or changed here. */
export interface Condition {
  type: string;
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
}

export interface TrafficTarget {
  revisionName?: string;
  latestRevision?: boolean;
  percent?: number;
  tag?: string;
  url?: string;
}

type Labels = Record<string, string>;

export interface Template {
  metadata?: { labels?: Labels; annotations?: Labels };
  spec: { containers: { image: string; [field: string]: unknown }[]; [field: string]: unknown };
}

export interface KnativeService {
  metadata: {
    name: string;
    namespace?: string;
    resourceVersion: string;
    generation: number;
    annotations?: Labels;
  };
  spec: { template: Template; traffic?: TrafficTarget[] };
  status?: {
    observedGeneration?: number;
    url?: string;
    conditions?: Condition[];
    traffic?: TrafficTarget[];
    latestCreatedRevisionName?: string;
  };
}

export interface Revision {
  metadata: { name: string; labels?: Labels; annotations?: Labels };
  spec: Template['spec'];
  status?: { conditions?: Condition[] };
}

/** A condition of an object; one that is not reported yet is unknown. */
export function conditionOf(
  object: { status?: { conditions?: Condition[] } },
  type: string,
): Pick<Condition, 'status' | 'reason' | 'message'> {
  return object.status?.conditions?.find((condition) => condition.type === type) ?? { status: 'Unknown' };
}

/** Whether Knative has seen the present specification, and traffic flows as it says. */
export function isRouted(service: KnativeService): boolean {
  return (
    service.status?.observedGeneration === service.metadata.generation &&
    conditionOf(service, 'RoutesReady').status === 'True'
  );
}

/** The share of traffic of each revision that has any, as it is now. */
export function sharesOf(service: KnativeService): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { revisionName, percent = 0 } of service.status?.traffic ?? []) {
    if (revisionName !== undefined && percent > 0) {
      shares.set(revisionName, (shares.get(revisionName) ?? 0) + percent);
    }
  }
  return shares;
}

/** The revisions that answer at the address of a tag, or at the main one. */
export function revisionsOf(service: KnativeService, tag?: string): string[] {
  if (tag === undefined) return [...sharesOf(service).keys()];
  const targets = service.status?.traffic?.filter((target) => target.tag === tag) ?? [];
  return targets.flatMap(({ revisionName }) => revisionName ?? []);
}

/** The address of a tag, or the main one; undefined until Knative has given it. */
export function urlOf(service: KnativeService, tag?: string): URL | undefined {
  const url =
    tag === undefined
      ? service.status?.url
      : service.status?.traffic?.find((target) => target.tag === tag)?.url;
  return url === undefined ? undefined : new URL(url);
}

/** Knative's own labels and annotations, which a revision has and a template must not have; one of them is ours. */
const KNATIVES_OWN = /^serving\.knative\.dev\/(?!progress-deadline$)/;

function withoutKnativesOwn(labels: Labels = {}): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => !KNATIVES_OWN.test(key)));
}

/** The template that a revision was made from. */
export function templateOf({ metadata, spec }: Revision): Template {
  return {
    metadata: {
      labels: withoutKnativesOwn(metadata.labels),
      annotations: withoutKnativesOwn(metadata.annotations),
    },
    spec,
  };
}

/** The label of a revision that names the rollout which made it, to find it by. */
export const ID_LABEL = 'rollout.cats-vs-dogs/id';

/** Whether two templates make the same pods; the ids of their rollouts differ. */
export function sameTemplate(one: Template, other: Template): boolean {
  const plain = ({ metadata, spec }: Template) => ({
    labels: { ...metadata?.labels, [ID_LABEL]: '' },
    annotations: metadata?.annotations ?? {},
    spec,
  });
  return sameJson(plain(one), plain(other));
}

export function imageOf({ spec }: Template): string | undefined {
  return spec.containers[0]?.image;
}

export function withImageOf(template: Template, image: string): Template {
  const containers = template.spec.containers.map((container) => ({ ...container, image }));
  return { ...template, spec: { ...template.spec, containers } };
}

export function withAnnotations(template: Template, annotations: Labels): Template {
  const { metadata } = template;
  return {
    ...template,
    metadata: { ...metadata, annotations: { ...metadata?.annotations, ...annotations } },
  };
}

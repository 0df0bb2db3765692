import { Failure } from './failure.ts';
import { PROJECT } from './names.ts';

// Which objects of a cluster this project may change: those with its label.

const LABEL = 'app.kubernetes.io/managed-by';

/** Selects the objects that this project made. */
export const OWNED_SELECTOR = `${LABEL}=${PROJECT}`;

/** An object of a cluster, as far as its owner and its name are concerned. */
export interface NamedObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
}

export function withOwner<Object extends object>(object: Object): Object {
  const { metadata } = object as { metadata?: { labels?: object } };
  return { ...object, metadata: { ...metadata, labels: { ...metadata?.labels, [LABEL]: PROJECT } } };
}

export function isOwned({ metadata }: Pick<NamedObject, 'metadata'>): boolean {
  return metadata.labels?.[LABEL] === PROJECT;
}

/** @throws Failure for the first object that somebody else made, with the ways out */
export function refuseForeign(objects: readonly NamedObject[], context?: string): void {
  const foreign = objects.find((object) => !isOwned(object));
  if (foreign === undefined) return;
  const { kind, metadata } = foreign;
  const { name, namespace } = metadata;
  const place = namespace === undefined ? '' : ` in the namespace ${namespace}`;
  const command = [
    ...['kubectl', ...(context === undefined ? [] : ['--context', context])],
    ...['label', resourceOf(foreign), name, ...(namespace === undefined ? [] : ['--namespace', namespace])],
    OWNED_SELECTOR,
  ];
  throw new Failure(
    `${kind} ${name}${place} is not of ${PROJECT} (it lacks the label ${OWNED_SELECTOR}) and stays as it is: choose another name or namespace; if it is yours: ${command.join(' ')}`,
  );
}

/** The type of an object as kubectl takes it: Knative and Kubernetes both have a `Service`. */
export function resourceOf({ apiVersion, kind }: Pick<NamedObject, 'apiVersion' | 'kind'>): string {
  const [group = '', version] = apiVersion.split('/');
  return (version === undefined ? kind : `${kind}.${version}.${group}`).toLowerCase();
}

import type { Kubectl } from '../../tools/kubectl.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { isOwned, type NamedObject } from '../../tools/ownership.ts';

/**
 * Makes the namespace of an installation, or brings it up to date. One that somebody else made is used as it is: whoever
 * may change a namespace may often not change the one that they were given.
 */
export async function prepareNamespace(kubectl: Kubectl, namespace: Manifest): Promise<void> {
  const live = await kubectl.find<NamedObject>('namespace', namespace.metadata.name);
  if (live !== undefined && (!isOwned(live) || hasLabels(live, namespace))) return;
  await kubectl.apply([namespace]);
}

function hasLabels(live: NamedObject, { metadata }: Manifest): boolean {
  const wanted = Object.entries((metadata.labels ?? {}) as Record<string, string>);
  return wanted.every(([name, value]) => live.metadata.labels?.[name] === value);
}

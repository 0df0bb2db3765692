import { type Kubectl, ServerError } from '../../tools/kubectl.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { isOwned, type NamedObject } from '../../tools/ownership.ts';

/**
 * Makes the namespace of an installation, or brings it up to date. One that somebody else made is used as it is: whoever
 * may deploy to a namespace may often not change the namespace itself.
 */
export async function prepareNamespace(
  kubectl: Kubectl,
  namespace: Manifest,
  say: (line: string) => void,
): Promise<void> {
  const { name } = namespace.metadata;
  try {
    const live = await kubectl.find<NamedObject>('namespace', name);
    if (live === undefined || (isOwned(live) && !hasLabels(live, namespace)))
      await kubectl.apply([namespace]);
    else if (!isOwned(live)) say(`the namespace ${name} stays as it is: somebody else made it`);
  } catch (error) {
    if (!(error instanceof ServerError && error.reason === 'Forbidden')) throw error;
    say(`the namespace ${name} stays as it is: you may not change it`);
  }
}

function hasLabels(live: NamedObject, { metadata }: Manifest): boolean {
  const wanted = Object.entries((metadata.labels ?? {}) as Record<string, string>);
  return wanted.every(([name, value]) => live.metadata.labels?.[name] === value);
}

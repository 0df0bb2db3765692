import { Failure } from './failure.ts';
import type { Kubectl } from './kubectl.ts';
import { isOwned, type NamedObject } from './ownership.ts';

/** What shows that a namespace is in use. What belongs to another object, as the pod of a Deployment, does not count. */
const USES = 'deployments,statefulsets,daemonsets,cronjobs,jobs,pods,persistentvolumeclaims';
const KNATIVE_USES = 'services.serving.knative.dev';

interface Used {
  metadata: { name: string; ownerReferences?: unknown[]; deletionTimestamp?: string };
}

/**
 * Removes a namespace that this project made, if nothing is in use there.
 * @returns why it stays, to be said after "it stays"; undefined when it is gone
 */
export async function removeNamespace(kubectl: Kubectl, namespace: string): Promise<string | undefined> {
  const found = await kubectl.find<NamedObject>('namespace', namespace);
  if (found === undefined) return undefined;
  if (!isOwned(found)) return 'because somebody else made it';
  const uses = [
    ...(await kubectl.list<Used>(KNATIVE_USES, namespace).catch(noneWithoutKnative)),
    ...(await kubectl.list<Used>(USES, namespace)),
  ];
  const others = uses.filter(
    ({ metadata }) => metadata.ownerReferences === undefined && metadata.deletionTimestamp === undefined,
  );
  if (others.length > 0) return `for ${others.map(({ metadata }) => metadata.name).join(', ')}`;
  await kubectl.run(['delete', 'namespace', namespace, '--ignore-not-found']);
  return undefined;
}

function noneWithoutKnative(error: unknown): never[] {
  if (error instanceof Failure) return [];
  throw error;
}

import { Failure } from '../../tools/failure.ts';
import { ServerError } from '../../tools/kubectl.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import type { Stack } from './names.ts';

/** Of node-exporter, which is in the network of the node. */
const PORT = '9100';
const LINES =
  'jsonpath={range .items[*]}{.metadata.namespace} {.metadata.name} {.spec.containers[*].ports[*].hostPort}{"\\n"}{end}';

/** Another monitoring usually has a node-exporter, too: ours would wait for the port for ever. @throws Failure that says so */
export async function refuseTakenPort(
  { kubectl, namespace }: Stack,
  manifests: readonly Manifest[],
): Promise<void> {
  if (!manifests.some(({ kind }) => kind === 'DaemonSet')) return;
  const pods = await kubectl.run(['get', 'pods', '--all-namespaces', '--output', LINES]).catch(noneIfRefused);
  const taken = pods.split('\n').find((line) => {
    const [theirs, , ...ports] = line.split(' ');
    return theirs !== namespace && ports.includes(PORT);
  });
  if (taken === undefined) return;
  const [theirs, name] = taken.split(' ');
  throw new Failure(
    `${name} in the namespace ${theirs} has the port ${PORT} of its node, which node-exporter needs: --without node-exporter leaves ours out`,
  );
}

/** Whoever may not list the pods of others learns it from a pod that stays pending. */
function noneIfRefused(error: unknown): string {
  if (error instanceof ServerError) return '';
  throw error;
}

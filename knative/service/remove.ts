import { Failure } from '../../tools/failure.ts';
import { type Kubectl, ServerError } from '../../tools/kubectl.ts';
import type { Installation } from '../../tools/names.ts';
import { OWNED_SELECTOR } from '../../tools/ownership.ts';
import { removeNamespace } from '../../tools/remove-namespace.ts';
import { INSTANCE_LABEL, SERVICE_KIND, SERVICE_LABEL } from '../names.ts';

/** The Service's timeoutSeconds is the longest that a pod takes to end. */
const END_SECONDS = 120;

/** Removes the Service and waits until its pods have answered what they had, and are gone. */
export async function removeService(kubectl: Kubectl, { name, namespace }: Installation): Promise<void> {
  await kubectl.run(['delete', SERVICE_KIND, name, '--namespace', namespace, '--ignore-not-found']);
  const selector = `${SERVICE_LABEL}=${name}`;
  try {
    await kubectl.run([
      ...['wait', 'pods', '--namespace', namespace, '--selector', selector],
      ...['--for', 'delete', '--timeout', `${END_SECONDS}s`],
    ]);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (error.reason === 'NotFound') return;
    throw new Failure(
      `its pods did not end within ${END_SECONDS} s: kubectl get pods --namespace ${namespace} --selector ${selector} shows them`,
    );
  }
}

/**
 * Removes all that `deploy` brought.
 * @returns why the namespace stays, to be said after "it stays"; undefined when it is gone
 */
export async function removeInstallation(
  kubectl: Kubectl,
  installation: Installation,
): Promise<string | undefined> {
  const { name, namespace } = installation;
  await removeService(kubectl, installation);
  await kubectl.run([
    ...['delete', 'configmaps,networkpolicies', '--namespace', namespace, '--ignore-not-found'],
    ...['--selector', `${OWNED_SELECTOR},${INSTANCE_LABEL}=${name}`],
  ]);
  return removeNamespace(kubectl, namespace);
}

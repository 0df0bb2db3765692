import { Failure } from '../../tools/failure.ts';
import { type Kubectl, ServerError } from '../../tools/kubectl.ts';
import { NAME, SERVICE_KIND, SERVICE_LABEL } from '../../tools/names.ts';

/** The Service's timeoutSeconds is what a pod has to end at most. */
const END_SECONDS = 120;

/** Removes the Service and waits until its pods have answered what they had, and are gone. */
export async function removeService(kubectl: Kubectl): Promise<void> {
  await kubectl.run(['delete', SERVICE_KIND, NAME, '--namespace', NAME, '--ignore-not-found']);
  try {
    await kubectl.run([
      ...['wait', 'pods', '--namespace', NAME, '--selector', `${SERVICE_LABEL}=${NAME}`],
      ...['--for', 'delete', '--timeout', `${END_SECONDS}s`],
    ]);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    if (error.reason === 'NotFound') return;
    throw new Failure(
      `its pods did not end within ${END_SECONDS} s: kubectl get pods --namespace ${NAME} shows them`,
    );
  }
}

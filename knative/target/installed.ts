import { SERVICE_KIND } from '../names.ts';
import { installed, type KubectlCluster, type Place } from '../rollout/kubectl-cluster.ts';
import { type Confirmation, confirmChange } from './confirm.ts';

/**
 * The installation that a command is about to change: printed, and agreed to.
 * @throws Failure when somebody else made the Service of that name
 */
export async function installedToChange({
  yes,
  ...place
}: Place & Pick<Confirmation, 'yes'>): Promise<KubectlCluster> {
  const cluster = installed(place);
  const { name, namespace } = cluster.installation;
  await confirmChange(cluster.kubectl, { namespace, yes });
  await cluster.kubectl.findOwned(SERVICE_KIND, name, namespace);
  return cluster;
}

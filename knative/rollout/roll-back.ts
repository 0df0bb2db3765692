import { Failure } from '../../tools/failure.ts';
import { templateOf } from '../service/service.ts';
import { onFreshService } from './begin.ts';
import { goBack } from './changes.ts';
import type { Cluster } from './cluster.ts';
import { PREVIOUS_ANNOTATION, stateOf } from './state.ts';
import { settled } from './waiting.ts';

/**
 * Gives all traffic to the revision with which the rollout under way began, or else to the one that served before.
 * @returns its name, once it has the traffic
 * @throws Failure when there is none, or the Service is changed again and again
 */
export async function rollBack(cluster: Cluster): Promise<string> {
  const revision = await onFreshService(cluster, async (service) => {
    const state = stateOf(service);
    const good = state?.stable ?? service.metadata.annotations?.[PREVIOUS_ANNOTATION];
    if (good === undefined) {
      throw new Failure(
        'there is no revision to go back to: npx . cluster status shows those that there are',
      );
    }
    const template = templateOf(await cluster.revision(good));
    const reason = state === undefined ? {} : { reason: 'ended by npx . cluster rollback' };
    return (await cluster.patch(goBack(service, { revision: good, template, ...reason }))) ? good : undefined;
  });
  await settled(cluster);
  return revision;
}

import { Failure } from '../../tools/failure.ts';
import { templateOf } from '../service/service.ts';
import { BUSY } from './begin.ts';
import { goBack } from './changes.ts';
import type { Cluster } from './cluster.ts';
import { PREVIOUS_ANNOTATION, stateOf } from './state.ts';
import { settled } from './waiting.ts';

/** Knative writes the status of a Service that was changed just now, which makes a patch of the Service as read fail. */
const ATTEMPTS = 5;

/**
 * Gives all traffic to the revision with which the rollout under way began, or else to the one that served before.
 * @returns its name, once it has the traffic
 * @throws Failure when there is none, or the Service is changed again and again
 */
export async function rollBack(cluster: Cluster): Promise<string> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const service = await cluster.service();
    const state = stateOf(service);
    const revision = state?.stable ?? service.metadata.annotations?.[PREVIOUS_ANNOTATION];
    if (revision === undefined) {
      throw new Failure(
        'there is no revision to go back to: npx . cluster status shows those that there are',
      );
    }
    const template = templateOf(await cluster.revision(revision));
    const reason = state === undefined ? {} : { reason: 'ended by npx . cluster rollback' };
    if (!(await cluster.patch(goBack(service, { revision, template, ...reason })))) continue;
    await settled(cluster);
    return revision;
  }
  throw new Failure(BUSY);
}

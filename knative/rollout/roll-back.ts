import { Failure } from '../../tools/failure.ts';
import type { Kubectl } from '../../tools/kubectl.ts';
import type { Installation } from '../../tools/names.ts';
import { templateOf } from '../service/service.ts';
import { BUSY } from './begin.ts';
import { goBack } from './changes.ts';
import { kubectlCluster } from './kubectl-cluster.ts';
import { settled } from './settled.ts';
import { PREVIOUS_ANNOTATION, stateOf } from './state.ts';

/**
 * Gives all traffic to the last good revision at once: the one that a rollout under way began with, else the one that
 * served before the present one.
 * @returns the revision's name
 * @throws Failure when there is none, or when another program changes the Service meanwhile
 */
export async function rollBack(kubectl: Kubectl, installation: Installation): Promise<string> {
  const cluster = kubectlCluster(kubectl, installation, undefined);
  const service = await cluster.service();
  const state = stateOf(service);
  const revision = state?.stable ?? service.metadata.annotations?.[PREVIOUS_ANNOTATION];
  if (revision === undefined) {
    throw new Failure('there is no revision to go back to: npx . cluster status shows the revisions');
  }
  const template = templateOf(await cluster.revision(revision));
  const reason = state === undefined ? {} : { reason: 'ended by npx . cluster rollback' };
  if (!(await cluster.patch(goBack(service, { revision, template, ...reason })))) throw new Failure(BUSY);
  await settled(cluster);
  return revision;
}

import { servingRevision } from '../../knative/rollout/begin.ts';
import type { KubectlCluster } from '../../knative/rollout/kubectl-cluster.ts';
import { rollBack } from '../../knative/rollout/roll-back.ts';
import { PREVIOUS_ANNOTATION } from '../../knative/rollout/state.ts';
import { smoke } from '../../knative/smoke/smoke.ts';
import { Failure, messageOf } from '../../tools/failure.ts';
import type { Handovers } from '../pipeline/handover.ts';

/**
 * Tries what this run has deployed.
 * @returns what it found
 * @throws Failure when it is not as it must be, after all traffic has gone back to what served before
 */
export async function smokeOrGoBack(
  cluster: KubectlCluster,
  { revision }: Handovers['deploy'],
): Promise<string> {
  const service = await cluster.service();
  const serves = servingRevision(service);
  // Nothing that somebody else brought is taken away again.
  if (serves !== revision) throw new Failure(`${serves} serves, not ${revision}: run ci/stage deploy again`);
  const client = await cluster.clientOf(service);
  try {
    const { model, medianMs } = await smoke(client);
    return `${revision} answers as it must: model ${model.version}, ${Math.round(medianMs)} ms a photo`;
  } catch (error) {
    const why = `${revision} failed its smoke test: ${messageOf(error)}`;
    const previous = service.metadata.annotations?.[PREVIOUS_ANNOTATION];
    if (previous === undefined) throw new Failure(`${why}; nothing served before it, so it was left`);
    await rollBack(cluster);
    throw new Failure(`${why}; ${previous} serves again`);
  } finally {
    client.close();
  }
}

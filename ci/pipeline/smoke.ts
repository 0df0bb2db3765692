import { servingRevision } from '../../knative/rollout/begin.ts';
import type { KubectlCluster } from '../../knative/rollout/kubectl-cluster.ts';
import { rollBack } from '../../knative/rollout/roll-back.ts';
import { PREVIOUS_ANNOTATION } from '../../knative/rollout/state.ts';
import { smoke } from '../../knative/smoke/smoke.ts';
import { Failure, messageOf } from '../../tools/failure.ts';

/**
 * Tries the revision that this run has deployed.
 * @returns what it found
 * @throws Failure when the smoke test fails, after all traffic has gone back to the revision before
 */
export async function smokeOrRollBack(cluster: KubectlCluster, revision: string): Promise<string> {
  const service = await cluster.service();
  const serves = servingRevision(service);
  // Nothing that somebody else brought is taken away again.
  if (serves !== revision) throw new Failure(`${serves} serves, not ${revision}: run ci/stage deploy again`);
  const client = await cluster.clientOf(service);
  try {
    const { model, medianMs } = await smoke(client, { revisions: [revision] });
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

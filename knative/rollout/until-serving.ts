import { Failure } from '../../tools/failure.ts';
import type { KnativeService } from '../service/service.ts';
import { observeCandidate, waitForCandidate } from './candidate.ts';
import type { Cluster } from './cluster.ts';
import { candidateFirst, type Limits } from './decide.ts';
import { settled } from './settled.ts';

/**
 * Waits until the revision with that id is ready and has traffic, as a rollout waits for its candidate.
 * @throws Failure that says why it is not, as soon as that is sure
 */
export async function untilServing(
  cluster: Cluster,
  id: string,
  limits: Pick<Limits, 'readyMs'>,
): Promise<KnativeService> {
  const startedAtMs = cluster.now();
  for (;;) {
    const revision = await cluster.revisionOf(id);
    const candidate = revision && (await observeCandidate(cluster, revision));
    const sinceStartMs = cluster.now() - startedAtMs;
    const action = candidateFirst({ sinceStartMs, ...(candidate && { candidate }) }, limits);
    if (action === undefined) return settled(cluster, revision!.metadata.name);
    if (action.do === 'go back') {
      throw new Failure(`it does not serve: ${action.reason}; npx . cluster status shows more`);
    }
    await waitForCandidate(cluster, revision);
  }
}

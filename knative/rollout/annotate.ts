import { withAnnotations } from '../service/service.ts';
import { beginRollout } from './begin.ts';
import type { Cluster } from './cluster.ts';
import { limitsOf, READY_SECONDS } from './options.ts';
import { rollOut } from './run.ts';
import type { Say } from './step.ts';

type Annotations = Readonly<Record<string, string>>;

/**
 * Replaces what serves by a revision with other annotations.
 * @param annotations from those of a rollout under way, where there is one
 * @throws Failure that says why that does not serve
 */
export async function annotateRevision(
  cluster: Cluster,
  annotations: (underWay: Annotations) => Annotations,
  say: Say,
): Promise<void> {
  await beginRollout(
    cluster,
    (template, underWay) => withAnnotations(template, annotations(underWay?.metadata?.annotations ?? {})),
    { steps: [100], say },
  );
  // Of the same image, so that it is tried and gets everything, and there is nothing to watch.
  await rollOut(cluster, limitsOf({ watch: 0, timeout: READY_SECONDS }), say);
}

import { withAnnotations } from '../service/service.ts';
import { beginRollout } from './begin.ts';
import type { Cluster } from './cluster.ts';
import { limitsOf, READY_SECONDS } from './options.ts';
import { report, runRollout } from './run.ts';
import type { Say } from './step.ts';

/** Of the same image, so that it is tried and gets everything, and there is nothing to watch. */
const LIMITS = limitsOf({ watch: 0, timeout: READY_SECONDS });

/**
 * Replaces what serves by a revision that differs by its annotations; what serves goes on until that one is ready.
 * @throws Failure that says why the new revision does not serve
 */
export async function annotateRevision(
  cluster: Cluster,
  annotations: Readonly<Record<string, string>>,
  say: Say,
): Promise<void> {
  await beginRollout(cluster, (template) => withAnnotations(template, annotations), [100]);
  report(await runRollout(cluster, LIMITS, say), say);
}

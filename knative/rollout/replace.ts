import type { Template } from '../service/service.ts';
import { beginRollout } from './begin.ts';
import type { Cluster } from './cluster.ts';
import type { Limits } from './decide.ts';
import { runRollout } from './run.ts';
import type { Outcome, Say } from './step.ts';

/** Of the same image, so that it is tried and gets everything, and there is nothing to watch. */
const LIMITS: Limits = { readyMs: 120_000, routedMs: 60_000, watchMs: 0 };

/** Replaces what serves by a revision that differs by `edit`; what serves goes on until that one is ready. */
export async function replaceRevision(
  cluster: Cluster,
  edit: (template: Template) => Template,
  say: Say,
): Promise<Outcome> {
  await beginRollout(cluster, edit, [100]);
  return runRollout(cluster, LIMITS, say);
}

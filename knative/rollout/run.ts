import { Failure } from '../../tools/failure.ts';
import { withAnnotations } from '../service/service.ts';
import { beginRollout } from './begin.ts';
import type { Cluster } from './cluster.ts';
import type { Limits } from './decide.ts';
import { limitsOf, READY_SECONDS } from './options.ts';
import { isPassing, type Outcome, type Progress, type Say, step } from './step.ts';

const RETRIES = 5;
const RETRY_MS = 3000;

/** Continues the rollout under way to its end. @returns the revision that serves, or why the candidate does not */
export async function runRollout(cluster: Cluster, limits: Limits, say: Say): Promise<Outcome> {
  const progress: Progress = {};
  for (let failures = 0; ; ) {
    try {
      const outcome = await step(cluster, limits, progress, say);
      if (outcome !== undefined) return outcome;
      failures = 0;
    } catch (error) {
      failures += 1;
      // An API server that is restarted is back in a moment, and nothing was decided meanwhile.
      if (!isPassing(error)) throw error;
      if (failures > RETRIES) {
        throw new Failure(
          `${error.message}; the rollout stands where it is, npx . cluster rollout goes on with it`,
        );
      }
      say(`${error.message}: trying again`);
      await cluster.pause(RETRY_MS);
    }
  }
}

/** @throws Failure that says why the candidate does not serve */
export function report(outcome: Outcome, say: Say): void {
  if ('failed' in outcome) {
    throw new Failure(`${outcome.failed}; the old revision serves on, npx . cluster status shows more`);
  }
  say(`${outcome.revision} serves all traffic`);
}

/** Replaces what serves by a revision with other annotations. @throws Failure that says why that does not serve */
export async function annotateRevision(
  cluster: Cluster,
  annotations: Readonly<Record<string, string>>,
  say: Say,
): Promise<void> {
  // Of the same image, so that it is tried and gets everything, and there is nothing to watch.
  const limits = limitsOf({ watch: 0, timeout: READY_SECONDS });
  await beginRollout(cluster, (template) => withAnnotations(template, annotations), [100]);
  report(await runRollout(cluster, limits, say), say);
}

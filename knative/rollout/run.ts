import { Failure, messageOf } from '../../tools/failure.ts';
import { imageOf } from '../service/service.ts';
import { onFreshService } from './begin.ts';
import { mark } from './changes.ts';
import type { Cluster } from './cluster.ts';
import type { Limits } from './decide.ts';
import { Driver } from './driver.ts';
import { interruptible } from './interruption.ts';
import { candidatePercent, HOW_TO_GO_ON, stateOf } from './state.ts';
import { isPassing, type Outcome, type Progress, type Say, step } from './step.ts';

const RETRIES = 5;
const RETRY_MS = 3000;

/**
 * Continues the rollout under way to its end, and says which revision serves. A signal leaves it where it stands, says
 * how to go on with it, and ends this process.
 * @throws Failure that says why the candidate does not serve
 */
export async function rollOut(cluster: Cluster, limits: Limits, say: Say): Promise<void> {
  const driver = new Driver();
  const outcome = await interruptible(
    (interrupted) => runRollout(cluster, limits, say, { driver, interrupted }),
    () => leave(cluster, driver),
  );
  if ('failed' in outcome) {
    throw new Failure(`${outcome.failed}; the old revision serves on, npx . cluster status shows more`);
  }
  say(`${outcome.revision} serves all traffic`);
}

interface Process {
  driver?: Driver;
  interrupted?: AbortSignal;
}

/** Continues the rollout under way to its end. @returns the revision that serves, or why the candidate does not */
export async function runRollout(
  cluster: Cluster,
  limits: Limits,
  say: Say,
  { driver = new Driver(), interrupted }: Process = {},
): Promise<Outcome> {
  const progress: Progress = { driver };
  for (let failures = 0; ; ) {
    interrupted?.throwIfAborted();
    try {
      const outcome = await step(cluster, limits, progress, say);
      if (outcome !== undefined) return outcome;
      failures = 0;
    } catch (error) {
      failures += 1;
      // An API server that is restarted is back in a moment, and nothing was decided meanwhile.
      if (!isPassing(error)) throw error;
      if (failures > RETRIES) {
        throw new Failure(`${error.message}; the rollout stands where it is: ${HOW_TO_GO_ON}`);
      }
      say(`${error.message}: trying again`);
      await cluster.pause(RETRY_MS);
    }
  }
}

/** Lets the next process drive at once. @returns where the rollout stands, for a person */
export async function leave(cluster: Cluster, driver: Driver): Promise<string> {
  driver.leave();
  try {
    return await onFreshService(cluster, async (service) => {
      const state = stateOf(service);
      if (state === undefined) return 'the rollout is over: npx . cluster status shows how it ended';
      if (driver.drives(state)) {
        const { driver: _, ...free } = state;
        if (!(await cluster.patch(mark(service, free)))) return undefined;
      }
      const percent = candidatePercent(service) ?? 0;
      return `the rollout of ${imageOf(service.spec.template)} stands at ${percent} %: ${HOW_TO_GO_ON}`;
    });
  } catch (error) {
    return `the rollout stands where it is (${messageOf(error)}): ${HOW_TO_GO_ON}`;
  }
}

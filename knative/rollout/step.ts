import { Failure, messageOf, Unreachable } from '../../tools/failure.ts';
import { ServerError } from '../../tools/kubectl.ts';
import { isRouted, type KnativeService, type Revision, templateOf } from '../service/service.ts';
import { finish, goBack, mark, shift } from './changes.ts';
import type { Cluster } from './cluster.ts';
import { isTelling } from './compare-revisions.ts';
import { decide, type Limits, type Observation } from './decide.ts';
import type { Driver } from './driver.ts';
import { candidatePercent, FAILED_ANNOTATION, type RolloutState, stateOf } from './state.ts';
import { lifetime, type Summary } from './traffic.ts';
import { observeCandidate, settled, waitForCandidate } from './waiting.ts';
import { Watch } from './watch.ts';

export type Say = (line: string) => void;
export type Outcome = { revision: string } | { failed: string };

const WATCH_INTERVAL_MS = 5000;
/** Between two looks at a rollout that another process drives. */
const FOLLOW_INTERVAL_MS = 2000;

/** A rollout under way, as the cluster has it now. */
interface Situation {
  service: KnativeService;
  state: RolloutState;
  candidate: Revision | undefined;
  readiness: Observation['candidate'];
}

/** What this process has done of a rollout: all that the cluster does not know. */
export interface Progress {
  driver: Driver;
  /** The id of the rollout, once it was read. */
  id?: string;
  /** What was said of a rollout that another process drives. */
  watched?: string;
  smoke?: NonNullable<Observation['smoke']>;
  watch?: Watch | undefined;
  /** When the traffic last flowed as it was asked to. */
  routedAt?: number;
  /** How it ended; what remains is that the traffic follows. */
  ended?: Outcome;
}

/** Looks, decides, and does that. @returns how the rollout ended, once it has */
export async function step(
  cluster: Cluster,
  limits: Limits,
  progress: Progress,
  say: Say,
): Promise<Outcome | undefined> {
  if (progress.ended !== undefined) {
    await settled(cluster);
    return progress.ended;
  }
  const service = await cluster.service();
  const state = stateOf(service);
  if (state === undefined || state.id !== (progress.id ?? state.id)) {
    return endedElsewhere(cluster, service, progress);
  }
  progress.id = state.id;
  if (progress.driver.hasLeft) return undefined;
  const turn = progress.driver.turn(state, cluster.now());
  if (turn === 'watch') {
    follow(service, state, progress, say);
    await cluster.pause(FOLLOW_INTERVAL_MS);
    return undefined;
  }
  if (turn === 'claim') {
    await cluster.patch(mark(service, progress.driver.marked(state, cluster.now())));
    return undefined;
  }
  const situation = await lookAt(cluster, service, state);
  const { candidate } = situation;
  if (isRouted(service)) progress.routedAt = cluster.now();
  const action = decide(observe(cluster, situation, progress), limits);
  switch (action.do) {
    case 'wait':
      if (action.for === 'traffic') await cluster.waitForTraffic();
      else await waitForCandidate(cluster, candidate);
      return undefined;
    case 'smoke':
      progress.smoke = await trySmoke(cluster, service, say);
      return undefined;
    case 'watch':
      progress.watch = await lookOn(cluster, progress.watch, situation, say);
      return undefined;
    case 'shift': {
      const name = candidate!.metadata.name;
      const next = await shiftedState(cluster, situation, progress.watch);
      const change = shift(service, next, { candidate: name, percent: action.percent });
      if (await cluster.patch(change)) {
        say(action.percent === 0 ? `${name} is ready` : `${action.percent} % of the traffic to ${name}`);
      }
      progress.watch = undefined;
      return undefined;
    }
    case 'finish': {
      const revision = candidate!.metadata.name;
      if (await cluster.patch(finish(service, state, revision))) progress.ended = { revision };
      return undefined;
    }
    case 'go back': {
      const reason = `${candidate?.metadata.name ?? 'the new revision'}: ${action.reason}`;
      const template = templateOf(await cluster.revision(state.stable));
      const change = goBack(service, { revision: state.stable, template, reason });
      if (await cluster.patch(change)) progress.ended = { failed: reason };
      return undefined;
    }
  }
}

function observe(cluster: Cluster, situation: Situation, progress: Progress): Observation {
  const { service, state, readiness } = situation;
  const { smoke, watch } = progress;
  const percent = candidatePercent(service);
  return {
    steps: state.steps,
    sinceStartMs: cluster.now() - Date.parse(state.startedAt),
    ...(readiness !== undefined && { candidate: readiness }),
    ...(percent !== undefined && { percent }),
    routed: isRouted(service),
    unroutedMs: cluster.now() - Math.max(Date.parse(state.shiftedAt), progress.routedAt ?? 0),
    ...(smoke !== undefined && { smoke }),
    ...(watch !== undefined && { watch: watch.observation(state.baseline) }),
  };
}

/** Says where a rollout stands that another process drives, each time that this is news. */
function follow(service: KnativeService, state: RolloutState, progress: Progress, say: Say): void {
  const line = `another process drives this rollout, at ${candidatePercent(service) ?? 0} % of ${state.steps.join(', ')} %`;
  if (progress.watched === undefined) say('watching it, and taking over when that process stops');
  if (progress.watched !== line) say(line);
  progress.watched = line;
}

/** How the rollout of this process ended that another process has ended. @throws Failure when that is not known */
async function endedElsewhere(cluster: Cluster, service: KnativeService, { id }: Progress): Promise<Outcome> {
  const failed = service.metadata.annotations?.[FAILED_ANNOTATION];
  if (failed !== undefined) return { failed };
  const revision = id === undefined ? undefined : await cluster.revisionOf(id);
  if (revision !== undefined) return { revision: revision.metadata.name };
  throw new Failure('the rollout was ended elsewhere: npx . cluster status shows how');
}

async function lookAt(cluster: Cluster, service: KnativeService, state: RolloutState): Promise<Situation> {
  const candidate = await cluster.revisionOf(state.id);
  const readiness = candidate && (await observeCandidate(cluster, candidate));
  return { service, state, candidate, readiness };
}

async function trySmoke(
  cluster: Cluster,
  service: KnativeService,
  say: Say,
): Promise<NonNullable<Observation['smoke']>> {
  try {
    say(`smoke test: ${await cluster.smokeCandidate(service)}`);
    return {};
  } catch (error) {
    // That kubectl cannot ask is not the candidate's fault.
    if (isPassing(error)) throw error;
    return { failure: messageOf(error) };
  }
}

async function lookOn(
  cluster: Cluster,
  watch: Watch | undefined,
  { state, candidate }: Situation,
  say: Say,
): Promise<Watch> {
  if (watch === undefined) {
    const first = new Watch(cluster, candidate!.metadata.name, state.stable);
    await first.look();
    return first;
  }
  await cluster.pause(WATCH_INTERVAL_MS);
  await watch.look();
  say(watch.line());
  return watch;
}

/** The state of a shift, with what the stable revision did lately, to compare with when it does nothing any more. */
async function shiftedState(
  cluster: Cluster,
  { service, state }: Situation,
  watch: Watch | undefined,
): Promise<RolloutState> {
  let lately: Summary | undefined = watch?.stableSummary();
  if (!isTelling(lately) && candidatePercent(service) === 0) {
    // Nothing was watched yet: all that its present pods have answered.
    lately = await cluster.histograms(state.stable).then(lifetime, () => undefined);
  }
  return {
    ...state,
    shiftedAt: new Date(cluster.now()).toISOString(),
    ...(isTelling(lately) && { baseline: lately }),
  };
}

/** Whether a failure is of the way to the cluster, and says nothing of what was asked. */
export function isPassing(error: unknown): error is Error {
  return error instanceof Unreachable || error instanceof ServerError;
}

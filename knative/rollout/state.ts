import { randomBytes } from 'node:crypto';
import { Failure } from '../../tools/failure.ts';
import { parseJson } from '../../tools/json.ts';
import type { KnativeService } from '../service/service.ts';
import type { Summary } from './traffic.ts';

const PREFIX = 'rollout.cats-vs-dogs';

/** Where it stands on the Service. */
export const STATE_ANNOTATION = `${PREFIX}/state`;
/** The revision that served before the present one: what `npx . cluster rollback` goes back to. */
export const PREVIOUS_ANNOTATION = `${PREFIX}/previous`;
/** Why the last rollout went back, until one succeeds. */
export const FAILED_ANNOTATION = `${PREFIX}/failed`;
/** The candidate's, and its address: TAG-SERVICE.NAMESPACE.DOMAIN. */
export const CANDIDATE_TAG = 'candidate';

/** An id of a rollout, by which its revision is found, or of a process. */
export function newId(): string {
  return randomBytes(6).toString('hex');
}

/** What a person can do about a rollout under way. */
export const HOW_TO_GO_ON = 'npx . cluster rollout goes on with it, npx . cluster rollback ends it';

/** A rollout under way, but for the share of traffic, which is in the Service's specification. */
export interface RolloutState {
  id: string;
  /** What served when it began, the last good revision. */
  stable: string;
  steps: number[];
  startedAt: string;
  shiftedAt: string;
  /** What the stable revision answered lately, for when it has no traffic any more. */
  baseline?: Summary;
  /** The process that drives it, with a counter that it moves; absent when none does. */
  driver?: { id: string; beat: number };
}

export function stateAnnotation(state: RolloutState): Record<string, string> {
  return { [STATE_ANNOTATION]: JSON.stringify(state) };
}

/** The rollout that is under way, if any. @throws Failure for an annotation that somebody else wrote */
export function stateOf(service: KnativeService): RolloutState | undefined {
  const text = service.metadata.annotations?.[STATE_ANNOTATION];
  if (text === undefined) return undefined;
  const state = parseJson<Partial<RolloutState>>(text);
  if (
    typeof state?.id === 'string' &&
    typeof state.stable === 'string' &&
    Array.isArray(state.steps) &&
    [state.startedAt, state.shiftedAt].every((time) => !Number.isNaN(Date.parse(time ?? '')))
  ) {
    return state as RolloutState;
  }
  throw new Failure(
    `the annotation ${STATE_ANNOTATION} is not one of a rollout: look at it with kubectl and remove it`,
  );
}

/** The candidate's share of the traffic as it is asked for; undefined while it has no address. */
export function candidatePercent(service: KnativeService): number | undefined {
  const target = service.spec.traffic?.find(({ tag }) => tag === CANDIDATE_TAG);
  return target === undefined ? undefined : (target.percent ?? 0);
}

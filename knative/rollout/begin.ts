import { Failure } from '../../tools/failure.ts';
import {
  imageOf,
  type KnativeService,
  sameTemplate,
  sharesOf,
  type Template,
  templateOf,
} from '../service/service.ts';
import { begin } from './changes.ts';
import type { Cluster } from './cluster.ts';
import { HOW_TO_GO_ON, newId, type RolloutState, stateOf } from './state.ts';
import type { Say } from './step.ts';

/** Knative writes the status of a Service for some seconds after a change, and each write refuses a patch of what was read before. */
const CONFLICTS_MS = 30_000;
const CONFLICT_PAUSE_MS = 250;

/** What serves everything now. @throws Failure when that is not one revision */
export function servingRevision(service: KnativeService): string {
  const shares = [...sharesOf(service)];
  const [first] = shares;
  if (first === undefined) {
    throw new Failure(`no revision of ${service.metadata.name} serves yet: npx . cluster deploy brings one`);
  }
  if (shares.length > 1) {
    const found = shares.map(([revision, percent]) => `${revision} ${percent} %`).join(', ');
    throw new Failure(
      `traffic is split by hand (${found}): npx . cluster rollback, or kubectl, ends that first`,
    );
  }
  return first[0];
}

export function newState(cluster: Cluster, stable: string, steps: readonly number[]): RolloutState {
  const now = new Date(cluster.now()).toISOString();
  return {
    id: newId(),
    stable,
    steps: [...steps],
    startedAt: now,
    shiftedAt: now,
  };
}

/**
 * Reads the Service and changes it, again when another change came between.
 * @param change undefined when the Service was changed since it was read
 * @throws Failure when that goes on for half a minute
 */
export async function onFreshService<Result>(
  cluster: Cluster,
  change: (service: KnativeService) => Promise<Result | undefined>,
): Promise<Result> {
  for (const endsAt = cluster.now() + CONFLICTS_MS; ; await cluster.pause(CONFLICT_PAUSE_MS)) {
    const result = await change(await cluster.service());
    if (result !== undefined) return result;
    if (cluster.now() > endsAt) {
      throw new Failure('another process changes the Service again and again: npx . cluster status shows it');
    }
  }
}

/** Makes a template from that of the revision that serves; `underWay` is that of a rollout, where there is one. */
export type Edit = (template: Template, underWay?: Template) => Template;

/**
 * Makes a revision of what serves, changed by `edit`, without traffic. A rollout under way that makes the same change
 * is left as it is, so that a repeated command goes on.
 * @throws Failure when another rollout is under way
 */
export async function beginRollout(
  cluster: Cluster,
  edit: Edit,
  { steps, say }: { steps: readonly number[]; say: Say },
): Promise<void> {
  await onFreshService(cluster, async (service) => {
    const state = stateOf(service);
    const stable = state?.stable ?? servingRevision(service);
    const serving = templateOf(await cluster.revision(stable));
    if (state !== undefined) {
      const underWay = service.spec.template;
      if (!sameTemplate(edit(serving, underWay), underWay)) throw underWayFailure(service);
      say(`going on with the rollout of ${imageOf(underWay)}, ${state.steps.join(', ')} %`);
      return true;
    }
    const change = begin(service, edit(serving), newState(cluster, stable, steps));
    return (await cluster.patch(change)) || undefined;
  });
}

/** Says that another rollout is under way, and what to do. */
export function underWayFailure(service: KnativeService): Failure {
  return new Failure(`a rollout of ${imageOf(service.spec.template)} is under way: ${HOW_TO_GO_ON}`);
}

import { randomBytes } from 'node:crypto';
import { Failure } from '../../tools/failure.ts';
import { type KnativeService, sharesOf, type Template, templateOf } from '../service/service.ts';
import { begin } from './changes.ts';
import type { Cluster } from './cluster.ts';
import { type RolloutState, stateOf } from './state.ts';

export const BUSY = 'somebody else is changing the Service: npx . cluster status shows it, then try again';

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

/** An id for the revision that a change makes, to find it by. */
export function newId(): string {
  return randomBytes(6).toString('hex');
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

/** Makes a revision of what serves, changed by `edit`, without traffic. @throws Failure when a rollout is under way */
export async function beginRollout(
  cluster: Cluster,
  edit: (template: Template) => Template,
  steps: readonly number[],
): Promise<void> {
  const service = await cluster.service();
  refuseWhileUnderWay(service);
  const stable = servingRevision(service);
  const template = edit(templateOf(await cluster.revision(stable)));
  if (!(await cluster.patch(begin(service, template, newState(cluster, stable, steps))))) {
    throw new Failure(BUSY);
  }
}

export function refuseWhileUnderWay(service: KnativeService): void {
  if (stateOf(service) === undefined) return;
  throw new Failure(
    'a rollout is under way: npx . cluster rollout goes on with it, npx . cluster rollback ends it',
  );
}

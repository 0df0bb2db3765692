import { Failure } from '../../tools/failure.ts';
import { conditionOf, isRouted, type KnativeService, type Revision, sharesOf } from '../service/service.ts';
import type { Cluster } from './cluster.ts';
import { candidateFirst, type Limits, type Observation } from './decide.ts';

/** Between two looks for a revision that Knative has not made yet. */
const POLL_MS = 500;
const SETTLE_MS = 60_000;

/** What Knative and the pods of a revision say of its readiness. */
export async function observeCandidate(
  cluster: Cluster,
  revision: Revision,
): Promise<NonNullable<Observation['candidate']>> {
  const { status, reason, message } = conditionOf(revision, 'Ready');
  const said = [reason, message].filter(Boolean).join(': ');
  const podComplaint = status === 'True' ? undefined : await cluster.podComplaint(revision.metadata.name);
  return {
    // Knative reports a pod without a node as a failure and takes that back later: pods end, and clusters grow.
    ready: reason === 'Unschedulable' ? 'Unknown' : status,
    ...(said !== '' && { message: said }),
    ...(podComplaint !== undefined && { podComplaint }),
  };
}

/** Waits a few seconds at most for a revision to be made, or to be ready. */
export async function waitForCandidate(cluster: Cluster, revision: Revision | undefined): Promise<void> {
  if (revision === undefined) await cluster.pause(POLL_MS);
  else await cluster.waitForRevision(revision.metadata.name);
}

/** Waits until the revision with that id is ready and has traffic. @throws Failure as soon as it is sure to fail */
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

/** Waits until the traffic flows as the Service says, to `revision` if given. @throws Failure after a minute */
export async function settled(cluster: Cluster, revision?: string): Promise<KnativeService> {
  for (const endsAt = cluster.now() + SETTLE_MS; ; ) {
    const service = await cluster.service();
    if (isRouted(service) && (revision === undefined || sharesOf(service).has(revision))) return service;
    if (cluster.now() > endsAt) {
      throw new Failure('traffic does not flow as the Service asks for: kubectl describe route says why');
    }
    await cluster.waitForTraffic();
  }
}

import { conditionOf, type Revision } from '../service/service.ts';
import type { Cluster } from './cluster.ts';
import type { Observation } from './decide.ts';

/** Between two looks for a revision that Knative has not made yet. */
const POLL_MS = 500;

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

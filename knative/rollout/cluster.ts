import type { KnativeService, Revision } from '../service/service.ts';
import type { Patch } from './changes.ts';
import type { PodHistograms } from './traffic.ts';

/** What a rollout asks of a cluster. Another one stands in for it in the tests. */
export interface Cluster {
  /** @throws Failure when it is not there */
  service(): Promise<KnativeService>;
  /** @throws Failure when it is not there */
  revision(name: string): Promise<Revision>;
  /** The revision of the rollout with that id. */
  revisionOf(id: string): Promise<Revision | undefined>;
  /** @returns false when somebody else changed the Service since it was read */
  patch(change: Patch): Promise<boolean>;
  /** Waits for a revision to be ready, or for the traffic to flow; not long, for either may fail instead. */
  waitForRevision(name: string): Promise<void>;
  waitForTraffic(): Promise<void>;
  /** Why the pods of a revision do not run, once that is sure. */
  podComplaint(revision: string): Promise<string | undefined>;
  /** What the pods of a revision have answered. @throws Error when those that there are do not tell */
  histograms(revision: string): Promise<PodHistograms>;
  /** Tries the candidate at its own address. @throws Failure that says what is wrong with it */
  smokeCandidate(service: KnativeService): Promise<string>;
  pause(milliseconds: number): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
}

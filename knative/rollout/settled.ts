import { Failure } from '../../tools/failure.ts';
import { isRouted, type KnativeService, sharesOf } from '../service/service.ts';
import type { Cluster } from './cluster.ts';

const SETTLE_MS = 60_000;

/**
 * Waits until the traffic flows as the Service asks for, to `revision` when one is given.
 * @throws Failure when it does not within a minute
 */
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

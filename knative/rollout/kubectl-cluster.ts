import { setTimeout as pause } from 'node:timers/promises';
import { Failure, messageOf } from '../../tools/failure.ts';
import { type Client, clientOf } from '../../tools/http.ts';
import { type Kubectl, ServerError } from '../../tools/kubectl.ts';
import type { Installation } from '../../tools/names.ts';
import { REVISION_KIND, REVISION_LABEL, SERVICE_KIND } from '../names.ts';
import { gatewayFacts, gatewayOf } from '../service/gateway.ts';
import { type KnativeService, type Revision, urlOf } from '../service/service.ts';
import { smoke } from '../smoke/smoke.ts';
import type { Patch } from './changes.ts';
import type { Cluster } from './cluster.ts';
import { type Histogram, parseHistogram } from './histogram.ts';
import { type PodStatus, podComplaint } from './pod-complaint.ts';
import { CANDIDATE_TAG, ID_LABEL } from './state.ts';
import type { PodHistograms } from './traffic.ts';

/** Short, for what is waited for may also fail, and is looked at again. */
const WAIT_SECONDS = 5;
/** Of queue-proxy's metrics about requests. */
const METRICS_PORT = 9091;

interface Pod extends PodStatus {
  metadata: { name: string };
  status?: PodStatus['status'] & { conditions?: { type: string; status: string }[] };
}

/** An installation in the cluster that kubectl points to. */
export function kubectlCluster(
  kubectl: Kubectl,
  installation: Installation,
  gateway: string | undefined,
): Cluster {
  const { name: serviceName, namespace } = installation;
  return {
    service: () => serviceOf(kubectl, installation),

    async revision(name) {
      const revision = await kubectl.find<Revision>(REVISION_KIND, name, namespace);
      if (revision === undefined)
        throw new Failure(`the revision ${name} is gone: npx . cluster status shows those left`);
      return revision;
    },

    async revisionOf(id) {
      const selector = `${ID_LABEL}=${id}`;
      const { items } = await kubectl.json<{ items: Revision[] }>([
        ...['get', REVISION_KIND, '--namespace', namespace, '--selector', selector],
      ]);
      return items[0];
    },

    async patch(change) {
      try {
        await patch(kubectl, installation, change);
        return true;
      } catch (error) {
        if (error instanceof ServerError && error.reason === 'Conflict') return false;
        throw error;
      }
    },

    async waitForRevision(name) {
      const condition = 'condition=Ready';
      await kubectl.wait(REVISION_KIND, name, namespace, { condition, seconds: WAIT_SECONDS });
    },

    async waitForTraffic() {
      const condition = 'condition=RoutesReady';
      await kubectl.wait(SERVICE_KIND, serviceName, namespace, { condition, seconds: WAIT_SECONDS });
    },

    podComplaint: async (revision) => podComplaint(await podsOf(kubectl, namespace, revision)),

    histograms: (revision) => histograms(kubectl, namespace, revision),

    async smokeCandidate(service) {
      const client = await clientFor(kubectl, service, gateway, CANDIDATE_TAG);
      try {
        const { model, medianMs } = await smoke(client);
        return `passed, model ${model.version}, ${Math.round(medianMs)} ms a photo`;
      } finally {
        client.close();
      }
    },

    async pause(milliseconds) {
      await pause(milliseconds);
    },
    now: Date.now,
  };
}

/** @throws Failure when it was never deployed */
export async function serviceOf(
  kubectl: Kubectl,
  { name, namespace }: Installation,
): Promise<KnativeService> {
  const service = await kubectl.find<KnativeService>(SERVICE_KIND, name, namespace);
  if (service === undefined)
    throw new Failure(`${name} is not in this cluster: npx . cluster deploy brings it`);
  return service;
}

/** A client of the function as it is reached from outside, or of one of its tags. */
export async function clientFor(
  kubectl: Kubectl,
  service: KnativeService,
  gateway: string | undefined,
  tag?: string,
): Promise<Client> {
  const address = urlOf(service, tag);
  if (address === undefined) {
    throw new Failure('it has no address yet: npx . cluster status tells what Knative waits for');
  }
  return clientOf(address, gatewayOf(address, await gatewayFacts(kubectl, gateway)));
}

async function patch(kubectl: Kubectl, { name, namespace }: Installation, change: Patch): Promise<void> {
  await kubectl.run([
    ...['patch', SERVICE_KIND, name, '--namespace', namespace],
    // Not by apply, which has an opinion about every field.
    ...['--type', 'merge', '--patch', JSON.stringify(change)],
  ]);
}

async function podsOf(kubectl: Kubectl, namespace: string, revision: string): Promise<Pod[]> {
  const { items } = await kubectl.json<{ items: Pod[] }>([
    ...['get', 'pods', '--namespace', namespace, '--selector', `${REVISION_LABEL}=${revision}`],
  ]);
  return items;
}

async function histograms(kubectl: Kubectl, namespace: string, revision: string): Promise<PodHistograms> {
  const found = new Map<string, Histogram>();
  let complaint: string | undefined;
  await Promise.all(
    (await podsOf(kubectl, namespace, revision)).map(async (pod) => {
      const { name } = pod.metadata;
      try {
        found.set(name, parseHistogram(await metricsPage(kubectl, namespace, name)));
      } catch (error) {
        // One that starts or ends cannot be asked.
        if (isReady(pod)) complaint = messageOf(error);
      }
    }),
  );
  if (found.size === 0 && complaint !== undefined) {
    throw new Failure(
      `${revision} gives no metrics (${complaint}): config-observability of Knative must have request-metrics-protocol: prometheus`,
    );
  }
  return found;
}

/** By way of the API server, so that it works from wherever kubectl does. */
function metricsPage(kubectl: Kubectl, namespace: string, pod: string): Promise<string> {
  return kubectl.run([
    'get',
    '--raw',
    `/api/v1/namespaces/${namespace}/pods/${pod}:${METRICS_PORT}/proxy/metrics`,
  ]);
}

function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
}

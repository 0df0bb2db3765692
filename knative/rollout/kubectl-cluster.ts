import { setTimeout as pause } from 'node:timers/promises';
import { Failure, messageOf } from '../../tools/failure.ts';
import { type Client, clientOf } from '../../tools/http.ts';
import { Kubectl, ServerError } from '../../tools/kubectl.ts';
import { type Installation, installationIn } from '../../tools/names.ts';
import { podSelector, REVISION_KIND, SERVICE_KIND, SERVICE_LABEL } from '../names.ts';
import { gatewayFacts, gatewayOf } from '../service/gateway.ts';
import { isReady, type Pod } from '../service/pod.ts';
import { ID_LABEL, type KnativeService, type Revision, revisionsOf, urlOf } from '../service/service.ts';
import { type SmokeReport, smoke } from '../smoke/smoke.ts';
import type { Patch } from './changes.ts';
import type { Cluster } from './cluster.ts';
import { type Histogram, parseHistogram } from './histogram.ts';
import { podComplaint } from './pod-complaint.ts';
import { CANDIDATE_TAG } from './state.ts';
import type { PodHistograms } from './traffic.ts';

/** Short, for what is waited for may also fail, and is looked at again. */
const WAIT_SECONDS = 5;
/** Of queue-proxy's metrics about requests. */
const METRICS_PORT = 9091;

/** The options of a command that is about an installation. */
export interface Place {
  context?: string | undefined;
  namespace?: string | undefined;
  gateway?: string | undefined;
}

/** The installation that SERVICE_NAME and SERVICE_NAMESPACE name, as the options of a command say how to reach it. */
export function installed({ context, namespace, gateway }: Place): KubectlCluster {
  return new KubectlCluster(new Kubectl(context), installationIn(namespace), gateway);
}

/** An installation in the cluster that kubectl points to. */
export class KubectlCluster implements Cluster {
  readonly kubectl: Kubectl;
  readonly installation: Installation;
  readonly #gateway: string | undefined;
  readonly now = Date.now;

  /** @param gateway where requests enter the cluster; without it `client` looks for it */
  constructor(kubectl: Kubectl, installation: Installation, gateway?: string) {
    this.kubectl = kubectl;
    this.installation = installation;
    this.#gateway = gateway;
  }

  /** The Service; undefined when it was never deployed. */
  find(): Promise<KnativeService | undefined> {
    const { name, namespace } = this.installation;
    return this.kubectl.find(SERVICE_KIND, name, namespace);
  }

  async service(): Promise<KnativeService> {
    const service = await this.find();
    if (service !== undefined) return service;
    throw new Failure(`${this.installation.name} is not in this cluster: npx . cluster deploy brings it`);
  }

  async revision(name: string): Promise<Revision> {
    const revision = await this.kubectl.find<Revision>(REVISION_KIND, name, this.installation.namespace);
    if (revision !== undefined) return revision;
    throw new Failure(`the revision ${name} is gone: npx . cluster status shows those left`);
  }

  async revisionOf(id: string): Promise<Revision | undefined> {
    return (await this.#list<Revision>(REVISION_KIND, `${ID_LABEL}=${id}`))[0];
  }

  revisions(): Promise<Revision[]> {
    return this.#list(REVISION_KIND, `${SERVICE_LABEL}=${this.installation.name}`);
  }

  /** The pods of one revision, or of all. */
  pods(revision?: string): Promise<Pod[]> {
    return this.#list('pods', podSelector(this.installation.name, revision));
  }

  #list<T>(kind: string, selector: string): Promise<T[]> {
    return this.kubectl.list(kind, this.installation.namespace, selector);
  }

  async patch(change: Patch): Promise<boolean> {
    const { name, namespace } = this.installation;
    try {
      await this.kubectl.run([
        ...['patch', SERVICE_KIND, name, '--namespace', namespace],
        // Not by apply, which has an opinion about every field.
        ...['--type', 'merge', '--patch', JSON.stringify(change)],
      ]);
      return true;
    } catch (error) {
      if (error instanceof ServerError && error.reason === 'Conflict') return false;
      throw error;
    }
  }

  async waitForRevision(name: string): Promise<void> {
    const wanted = { condition: 'condition=Ready', seconds: WAIT_SECONDS };
    await this.kubectl.wait(REVISION_KIND, name, this.installation.namespace, wanted);
  }

  async waitForTraffic(): Promise<void> {
    const { name, namespace } = this.installation;
    const wanted = { condition: 'condition=RoutesReady', seconds: WAIT_SECONDS };
    await this.kubectl.wait(SERVICE_KIND, name, namespace, wanted);
  }

  async podComplaint(revision: string): Promise<string | undefined> {
    return podComplaint(await this.pods(revision));
  }

  async histograms(revision: string): Promise<PodHistograms> {
    const found = new Map<string, Histogram>();
    let complaint: string | undefined;
    await Promise.all(
      (await this.pods(revision)).map(async (pod) => {
        const { name } = pod.metadata;
        try {
          found.set(name, parseHistogram(await this.#metricsPage(name)));
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
  #metricsPage(pod: string): Promise<string> {
    const pods = `/api/v1/namespaces/${this.installation.namespace}/pods`;
    return this.kubectl.run(['get', '--raw', `${pods}/${pod}:${METRICS_PORT}/proxy/metrics`]);
  }

  async smokeCandidate(service: KnativeService): Promise<string> {
    const { model, medianMs } = await this.smoke(service, CANDIDATE_TAG);
    return `passed, model ${model.version}, ${Math.round(medianMs)} ms a photo`;
  }

  /** Tries the function from outside, or one of its tags. @throws Failure that says what is wrong with it */
  async smoke(service: KnativeService, tag?: string): Promise<SmokeReport> {
    const client = await this.clientOf(service, tag);
    return smoke(client, { revisions: revisionsOf(service, tag) }).finally(() => client.close());
  }

  async client(tag?: string): Promise<Client> {
    return this.clientOf(await this.service(), tag);
  }

  /** A client of the function as it is reached from outside, or of one of its tags. */
  async clientOf(service: KnativeService, tag?: string): Promise<Client> {
    const address = urlOf(service, tag);
    if (address === undefined) {
      throw new Failure('it has no address yet: npx . cluster status tells what Knative waits for');
    }
    return clientOf(address, gatewayOf(address, await gatewayFacts(this.kubectl, this.#gateway)));
  }

  async pause(milliseconds: number): Promise<void> {
    await pause(milliseconds);
  }
}

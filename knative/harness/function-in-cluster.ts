import type { Client } from '../../tools/http.ts';
import type { Kubectl } from '../../tools/kubectl.ts';
import type { Installation } from '../../tools/names.ts';
import { until } from '../../tools/until.ts';
import { serve } from '../deploy/deploy.ts';
import { overlayFolder, render } from '../deploy/overlay.ts';
import { REVISION_KIND, REVISION_LABEL, SERVICE_KIND, SERVICE_LABEL } from '../names.ts';
import { clientFor, kubectlCluster, serviceOf } from '../rollout/kubectl-cluster.ts';
import { imageOf, type KnativeService, type Revision, sharesOf, templateOf } from '../service/service.ts';

/** A pod, as far as tests look at it. */
export interface Pod {
  metadata: { name: string; labels?: Record<string, string>; deletionTimestamp?: string };
  status?: {
    phase?: string;
    conditions?: { type: string; status: string }[];
    containerStatuses?: { name: string; restartCount: number; state?: object; lastState?: object }[];
  };
}

export function isEnding({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined;
}

export function isReady({ status }: Pod): boolean {
  return status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
}

/** What of the overlay for clusters without a registry is different in a test. */
export interface Variant {
  image: string;
  /** Variables of the function. */
  env?: Readonly<Record<string, string>>;
  /** Of the revision. */
  annotations?: Readonly<Record<string, string>>;
}

const READY_MS = 180_000;

/** An installation of the function on a cluster, for tests and benchmarks. */
export class FunctionInCluster {
  readonly kubectl: Kubectl;
  readonly installation: Installation;
  readonly #gateway: string | undefined;

  constructor(kubectl: Kubectl, installation: Installation, gateway?: string) {
    this.kubectl = kubectl;
    this.installation = installation;
    this.#gateway = gateway;
  }

  /** Brings a variant to the cluster without a rollout, and waits until it has all traffic. */
  async deploy({ image, env = {}, annotations = {} }: Variant): Promise<void> {
    const { service, others } = await render(this.kubectl, overlayFolder('kind'), this.installation);
    const { template } = service.spec;
    const [container] = template.spec.containers;
    const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
    const changed = {
      metadata: {
        ...template.metadata,
        annotations: { ...template.metadata?.annotations, ...annotations },
      },
      spec: { ...template.spec, containers: [{ ...container, image, env: variables }] },
    };
    for (const manifest of others) await this.kubectl.apply([manifest]);
    const cluster = kubectlCluster(this.kubectl, this.installation, this.#gateway);
    const variant = { ...service, spec: { ...service.spec, template: changed } };
    await serve(this.kubectl, cluster, variant, { readyMs: READY_MS });
  }

  /** @throws Failure when it is not there */
  service(): Promise<KnativeService> {
    return serviceOf(this.kubectl, this.installation);
  }

  find(): Promise<KnativeService | undefined> {
    const { name, namespace } = this.installation;
    return this.kubectl.find<KnativeService>(SERVICE_KIND, name, namespace);
  }

  /** A client that enters through the gateway; of a tag of the Service, when one is given. */
  async client(tag?: string): Promise<Client> {
    return clientFor(this.kubectl, await this.service(), this.#gateway, tag);
  }

  /** The percentage of each revision that has traffic. */
  async shares(): Promise<Record<string, number>> {
    return Object.fromEntries(sharesOf(await this.service()));
  }

  /** The revision with the most traffic. @throws Error when none has any */
  async servingRevision(): Promise<string> {
    const revision = largestShare(await this.service());
    if (revision === undefined) throw new Error('no revision has traffic');
    return revision;
  }

  /** The image of the revision with the most traffic; undefined where none has any. */
  async servingImage(): Promise<string | undefined> {
    const service = await this.find();
    const name = service && largestShare(service);
    if (name === undefined) return undefined;
    const revision = await this.kubectl.find<Revision>(REVISION_KIND, name, this.installation.namespace);
    return revision && imageOf(templateOf(revision));
  }

  /** The pods of one revision, or of all. */
  async pods(revision?: string): Promise<Pod[]> {
    const { name, namespace } = this.installation;
    const selector = revision === undefined ? `${SERVICE_LABEL}=${name}` : `${REVISION_LABEL}=${revision}`;
    const { items } = await this.kubectl.json<{ items: Pod[] }>([
      ...['get', 'pods', '--namespace', namespace, '--selector', selector],
    ]);
    return items;
  }

  /** Waits until no pod is wanted any more; the last ones may still be ending. */
  async scaledToZero(timeoutMs: number): Promise<void> {
    await until('scaled to zero', async () => (await this.pods()).every(isEnding), { timeoutMs });
  }

  async allPodsGone(timeoutMs: number): Promise<void> {
    await until('all pods gone', async () => (await this.pods()).length === 0, { timeoutMs });
  }

  /** Removes it with its namespace. */
  async remove(): Promise<void> {
    await this.kubectl.run(['delete', 'namespace', this.installation.namespace, '--ignore-not-found']);
  }
}

function largestShare(service: KnativeService): string | undefined {
  return [...sharesOf(service)].sort(([, a], [, b]) => b - a)[0]?.[0];
}

import { until } from '../../tools/wait-until.ts';
import { serve } from '../deploy/deploy.ts';
import { overlayFolder, render } from '../deploy/overlay.ts';
import { REVISION_KIND } from '../names.ts';
import { KubectlCluster } from '../rollout/kubectl-cluster.ts';
import { isEnding } from '../service/pod.ts';
import { imageOf, type KnativeService, type Revision, sharesOf, templateOf } from '../service/service.ts';

/** What of the overlay for clusters without a registry is different in a test. */
export interface Variant {
  image: string;
  /** Variables of the function. */
  env?: Readonly<Record<string, string>>;
  /** Of the revision. */
  annotations?: Readonly<Record<string, string>>;
  /** Without its network policies: for a client that sends requests to the pods themselves, past the gateway. */
  isOpen?: true;
}

const READY_MS = 180_000;

/** An installation of the function on a cluster, for tests and benchmarks. */
export class FunctionInCluster extends KubectlCluster {
  /** Brings a variant to the cluster without a rollout, and waits until it has all traffic. */
  async deploy({ image, env = {}, annotations = {}, isOpen }: Variant): Promise<void> {
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
    await this.kubectl.apply(others.filter(({ kind }) => !isOpen || kind !== 'NetworkPolicy'));
    await serve(this, { ...service, spec: { ...service.spec, template: changed } }, { readyMs: READY_MS });
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

  /** Waits until no pod is wanted any more; the last ones may still be ending. */
  async scaledToZero(timeoutMs: number): Promise<void> {
    await until('scaled to zero', async () => (await this.pods()).every(isEnding), { timeoutMs });
  }

  async allPodsGone(timeoutMs: number): Promise<void> {
    await until('all pods gone', async () => (await this.pods()).length === 0, { timeoutMs });
  }

  /** Removes it with its namespace. @throws Failure when somebody else made that */
  async remove(): Promise<void> {
    const { namespace } = this.installation;
    await this.kubectl.findOwned('namespace', namespace);
    await this.kubectl.run(['delete', 'namespace', namespace, '--ignore-not-found']);
  }
}

function largestShare(service: KnativeService): string | undefined {
  return [...sharesOf(service)].sort(([, a], [, b]) => b - a)[0]?.[0];
}

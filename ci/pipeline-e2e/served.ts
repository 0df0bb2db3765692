import { SERVICE_KIND } from '../../knative/names.ts';
import { type KnativeService, type Revision, sharesOf, urlOf } from '../../knative/service/service.ts';
import { smoke } from '../../knative/smoke/smoke.ts';
import { clientOf } from '../../tools/http.ts';
import { Kubectl } from '../../tools/kubectl.ts';

/** The Service of the proof, as it is seen from outside. */
export class Served {
  readonly #kubectl: Kubectl;
  readonly #name: string;
  readonly #gateway: URL;

  constructor(context: string | undefined, name: string, gateway: string) {
    this.#kubectl = new Kubectl(context);
    this.#name = name;
    this.#gateway = new URL(gateway);
  }

  async #service(): Promise<KnativeService | undefined> {
    return this.#kubectl.find<KnativeService>(SERVICE_KIND, this.#name, this.#name);
  }

  /** The image of the revision with the largest share of the traffic; undefined where nothing is deployed. */
  async image(): Promise<string | undefined> {
    const service = await this.#service();
    const [largest] = service ? [...sharesOf(service)].sort(([, a], [, b]) => b - a) : [];
    if (largest === undefined) return undefined;
    const kind = 'revisions.serving.knative.dev';
    const revision = await this.#kubectl.find<Revision>(kind, largest[0], this.#name);
    return revision?.spec.containers[0]?.image;
  }

  /** @throws Failure when it does not answer as it must */
  async mustAnswer(): Promise<void> {
    const service = await this.#service();
    const client = clientOf(urlOf(service!)!, this.#gateway);
    try {
      await smoke(client);
    } finally {
      client.close();
    }
  }

  async remove(): Promise<void> {
    await this.#kubectl.run(['delete', 'namespace', this.#name, '--ignore-not-found', '--wait=true']);
  }
}

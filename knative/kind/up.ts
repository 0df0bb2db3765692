import { Kubectl } from '../../tools/kubectl.ts';
import versions from '../versions.json' with { type: 'json' };
import { installKnative } from './install.ts';
import { createCluster } from './kind.ts';
import { KIND_CLUSTER, KIND_CONTEXT } from './names.ts';

/** A cluster with Knative: what is there already stays. */
export async function up(say: (line: string) => void): Promise<void> {
  say(`the cluster ${KIND_CLUSTER} is ${await createCluster()}`);
  await installKnative(new Kubectl(KIND_CONTEXT));
  say(`Knative Serving ${versions.knative} and Kourier ${versions.kourier} are ready`);
}

import {
  CLUSTER_HELP,
  clusterOptions,
  GATEWAY_HELP,
  gatewayOptions,
  runCommand,
} from '../../tools/command.ts';
import { Failure, UsageError } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { beginRollout } from '../rollout/begin.ts';
import type { Cluster } from '../rollout/cluster.ts';
import { kubectlCluster } from '../rollout/kubectl-cluster.ts';
import { parseRolloutOptions, rolloutHelp, rolloutOptions } from '../rollout/options.ts';
import { report, runRollout } from '../rollout/run.ts';
import { stateOf } from '../rollout/state.ts';
import { imageOf, type Template, withImageOf } from '../service/service.ts';

const defaults = { steps: [10, 50, 100], watchSeconds: 60 };

await runCommand({
  name: 'rollout',
  help: `Replaces the image of what serves: the new revision is tried at an address of its own, then gets more and more of
the traffic while its errors and latency are compared with the old one's. Where it is worse, or not ready in time, the
old one gets all traffic back and the exit code is 1. A rollout that was interrupted is gone on with.

  npm run rollout -- --image REF [options]

  --image REF     the new image; left out to go on with a rollout under way
${rolloutHelp(defaults)}
${GATEWAY_HELP}
${CLUSTER_HELP}`,
  options: { image: { type: 'string' }, ...rolloutOptions, ...gatewayOptions, ...clusterOptions },
  async run(values) {
    const { steps, limits } = parseRolloutOptions(values, defaults);
    const cluster = kubectlCluster(new Kubectl(values.context), installationOf(), values.gateway);
    await beginOrGoOn(cluster, values.image, steps);
    process.once('SIGINT', () => {
      console.error(
        '\nthe rollout stands where it is: npm run rollout goes on with it, npm run rollback ends it',
      );
      process.exit(130);
    });
    report(await runRollout(cluster, limits, console.log), console.log);
  },
});

async function beginOrGoOn(
  cluster: Cluster,
  image: string | undefined,
  steps: readonly number[],
): Promise<void> {
  const service = await cluster.service();
  const state = stateOf(service);
  if (state === undefined) {
    if (image === undefined) throw new UsageError('--image is missing, and no rollout is under way');
    return beginRollout(cluster, (template: Template) => withImageOf(template, image), steps);
  }
  const present = imageOf(service.spec.template);
  if (image !== undefined && image !== present) {
    throw new Failure(
      `a rollout of ${present} is under way: npm run rollout goes on with it, npm run rollback ends it`,
    );
  }
  console.log(`going on with the rollout of ${present}, ${state.steps.join(', ')} %`);
}

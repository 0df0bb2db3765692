import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { UsageError } from '../../tools/failure.ts';
import { beginRollout, underWayFailure } from '../rollout/begin.ts';
import type { Cluster } from '../rollout/cluster.ts';
import { limitsOf, stepOption, timeoutOption, watchOption } from '../rollout/options.ts';
import { rollOut } from '../rollout/run.ts';
import { stateOf } from '../rollout/state.ts';
import { imageOf, type Template, withImageOf } from '../service/service.ts';
import { installedToChange } from '../target/installed.ts';

export default () =>
  new Command()
    .description(
      `Replaces the image: the new revision is tried at an address of its own, then gets more and more of the traffic
      while its errors and latency are compared with the old one's. When it is worse, or not ready in time, the old one
      gets all traffic back and the exit code is 1. An interrupted rollout goes on.`,
    )
    .option('--image <ref>', 'the new image; leave it out to go on with a rollout under way')
    .addOption(stepOption([10, 50, 100]))
    .addOption(watchOption(60))
    .addOption(timeoutOption())
    .addOption(gatewayOption())
    .addOption(contextOption())
    .addOption(namespaceOption())
    .addOption(yesOption())
    .action(async ({ image, step, watch, timeout, ...place }) => {
      const cluster = await installedToChange(place);
      await beginOrGoOn(cluster, image, step);
      await rollOut(cluster, limitsOf({ watch, timeout }), console.log);
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
    const edit = (template: Template) => withImageOf(template, image);
    return beginRollout(cluster, edit, { steps, say: console.log });
  }
  const present = imageOf(service.spec.template);
  if (image !== undefined && image !== present) throw underWayFailure(service);
  console.log(`going on with the rollout of ${present}, ${state.steps.join(', ')} %`);
}

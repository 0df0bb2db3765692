import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption } from '../../tools/cli/options.ts';
import { deploy } from '../deploy/deploy.ts';
import { defaultImage, defaultOverlay } from '../deploy/overlay.ts';
import { installed } from '../rollout/kubectl-cluster.ts';
import { limitsOf, stepOption, timeoutOption, watchOption } from '../rollout/options.ts';

export default () =>
  new Command()
    .description(
      `Deploys the function to the cluster that kubectl points to. A function that is there already is replaced by a
      rollout: the new revision is tried first, watched, and taken back when it is worse. Nothing happens when nothing
      changed.`,
    )
    .option('--overlay <name>', 'one of knative/overlays; without it kind in a Kind cluster, else production')
    .option(
      '--image <ref>',
      "instead of the overlay's; with the overlay kind the image that npx . image build makes of this tree",
    )
    .addOption(stepOption([100]))
    .addOption(watchOption(30))
    .addOption(timeoutOption())
    .addOption(gatewayOption())
    .addOption(contextOption())
    .action(async ({ context, gateway, step: steps, ...values }) => {
      const cluster = installed({ context, gateway });
      const overlay = values.overlay ?? (await defaultOverlay(cluster.kubectl));
      const image = values.image ?? defaultImage(overlay);
      await deploy(cluster, { overlay, image, steps, limits: limitsOf(values) }, console.log);
      console.log('next: npx . cluster status');
    });

import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { deploy } from '../deploy/deploy.ts';
import { overlayFolder } from '../deploy/overlay.ts';
import { limitsOf, stepOption, timeoutOption, watchOption } from '../rollout/options.ts';
import { groupOf } from '../target/group.ts';
import { installedToChange } from '../target/installed.ts';

export default () =>
  new Command()
    .description(
      `Deploys the function to the cluster that kubectl points to. A function that is there already is replaced by a
      rollout: the new revision is tried first, watched, and taken back when it is worse. Nothing happens when nothing
      changed. The overlay of the last deploy and what npx . cluster scale set stay.`,
    )
    .option(
      '--overlay <name>',
      'one of knative/overlays; without it that of the last deploy, at first kind in the Kind cluster, else production',
    )
    .option(
      '--image <ref>',
      "instead of the overlay's; without it in the Kind cluster the image that npx . image build makes of this tree",
    )
    .option('--no-scale', "take the overlay's number of pods instead of what npx . cluster scale set")
    .addOption(stepOption([100]))
    .addOption(watchOption(30))
    .addOption(timeoutOption())
    .addOption(gatewayOption())
    .addOption(contextOption())
    .addOption(namespaceOption())
    .addOption(yesOption())
    .action(async ({ overlay, image, scale, step: steps, watch, timeout, ...place }) => {
      // A wrong name is said before anything is asked.
      if (overlay !== undefined) overlayFolder(overlay);
      const cluster = await installedToChange(place);
      const limits = limitsOf({ watch, timeout });
      await deploy(cluster, { overlay, image, keepsScale: scale, steps, limits }, console.log);
      console.log(`next: npx . ${groupOf(await cluster.kubectl.contextName())} status`);
    });

import { Command } from '@commander-js/extra-typings';
import { contextOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { keepStopped } from '../deploy/kept.ts';
import { removeService } from '../service/remove.ts';
import { installedToChange } from '../target/installed.ts';

export default () =>
  new Command()
    .description(
      `Stops the function: its pods answer the requests that they have, then end. Its revisions are gone; namespace and
      configuration stay, and npx . cluster deploy starts it again with its overlay, image and number of pods.`,
    )
    .addOption(contextOption())
    .addOption(namespaceOption())
    .addOption(yesOption())
    .action(async (place) => {
      const cluster = await installedToChange(place);
      const { kubectl, installation } = cluster;
      const live = await cluster.find();
      if (live !== undefined) await keepStopped(kubectl, installation, live);
      await removeService(kubectl, installation);
      console.log('stopped; npx . cluster deploy starts it again');
    });

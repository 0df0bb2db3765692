import { Command } from '@commander-js/extra-typings';
import { contextOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { rollBack } from '../rollout/roll-back.ts';
import { installedToChange } from '../target/installed.ts';

export default () =>
  new Command()
    .description(
      `Gives all traffic to the last good revision at once: the one that a rollout under way began with, else the one
      that served before the present one.`,
    )
    .addOption(contextOption())
    .addOption(namespaceOption())
    .addOption(yesOption())
    .action(async (place) => {
      console.log(`${await rollBack(await installedToChange(place))} serves all traffic`);
    });

import { Command } from '@commander-js/extra-typings';
import { contextOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { removeInstallation } from '../service/remove.ts';
import { installedToChange } from '../target/installed.ts';

export default () =>
  new Command()
    .description(
      `Removes the function and its configuration from the cluster. It removes the namespace, too, if deploy made it and
      nothing else runs in it. Knative stays.`,
    )
    .addOption(contextOption())
    .addOption(namespaceOption())
    .addOption(yesOption())
    .action(async (place) => {
      const { kubectl, installation } = await installedToChange(place);
      const { name, namespace } = installation;
      const reason = await removeInstallation(kubectl, installation);
      console.log(
        reason === undefined
          ? `the namespace ${namespace} is gone`
          : `${name} is gone; the namespace ${namespace} stays ${reason}`,
      );
    });

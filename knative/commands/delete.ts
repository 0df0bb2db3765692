import { Command } from '@commander-js/extra-typings';
import { contextOption } from '../../tools/cli/options.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { removeInstallation } from '../service/remove.ts';

export default () =>
  new Command()
    .description(`Removes the function and its configuration from the cluster, and its namespace when no other Knative Service is in it.
      Knative stays.`)
    .addOption(contextOption())
    .action(async ({ context }) => {
      const { name, namespace } = installationOf();
      const others = await removeInstallation(new Kubectl(context), { name, namespace });
      console.log(
        others.length === 0
          ? `the namespace ${namespace} is gone`
          : `${name} is gone; the namespace ${namespace} stays for ${others.join(', ')}`,
      );
    });

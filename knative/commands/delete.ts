import { Command } from '@commander-js/extra-typings';
import { contextOption } from '../../tools/cli/options.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { NAME } from '../../tools/names.ts';
import { removeService } from '../service/remove.ts';

export default () =>
  new Command()
    .description('Removes the function, its configuration and its namespace from the cluster. Knative stays.')
    .addOption(contextOption())
    .action(async ({ context }) => {
      const kubectl = new Kubectl(context);
      await removeService(kubectl);
      await kubectl.run(['delete', 'namespace', NAME, '--ignore-not-found']);
      console.log(`the namespace ${NAME} is gone`);
    });

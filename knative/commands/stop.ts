import { Command } from '@commander-js/extra-typings';
import { contextOption } from '../../tools/cli/options.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { removeService } from '../service/remove.ts';

export default () =>
  new Command()
    .description(
      `Stops the function: its pods answer the requests that they have, then end. Its revisions are gone; namespace and
      configuration stay, and npx . cluster deploy starts it again.`,
    )
    .addOption(contextOption())
    .action(async ({ context }) => {
      await removeService(new Kubectl(context), installationOf());
      console.log('stopped; npx . cluster deploy starts it again');
    });

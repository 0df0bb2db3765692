import { Command } from '@commander-js/extra-typings';
import { contextOption } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl, ServerError } from '../../tools/kubectl.ts';
import { grafanaPassword } from '../stack/grafana-password.ts';

export default () =>
  new Command()
    .description("Prints the password of Grafana's user admin. It makes one first where there is none.")
    .addOption(contextOption())
    .action(async ({ context }) => {
      try {
        console.log(await grafanaPassword(new Kubectl(context)));
      } catch (error) {
        if (!(error instanceof ServerError && error.reason === 'NotFound')) throw error;
        throw new Failure(
          'the namespace monitoring is not in this cluster: npx . monitoring deploy makes it',
        );
      }
    });

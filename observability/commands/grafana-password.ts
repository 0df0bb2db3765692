import { Command } from '@commander-js/extra-typings';
import { contextOption, namespaceOption } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { findGrafanaPassword } from '../stack/grafana-password.ts';
import { stackOf } from '../stack/stack.ts';

export default () =>
  new Command()
    .description("Prints the password of Grafana's user admin, which npx . monitoring deploy made.")
    .addOption(contextOption())
    .addOption(namespaceOption('MONITORING_NAMESPACE'))
    .action(async (place) => {
      const stack = stackOf(place);
      const password = await findGrafanaPassword(stack);
      if (password === undefined) {
        throw new Failure(
          `there is no Grafana in the namespace ${stack.namespace} of this cluster: npx . monitoring deploy brings it`,
        );
      }
      console.log(password);
    });

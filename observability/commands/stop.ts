import { Command } from '@commander-js/extra-typings';
import { contextOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { STACK_SELECTOR } from '../stack/names.ts';
import { stackToChange } from '../stack/stack.ts';

export default () =>
  new Command()
    .description(
      `Stops Prometheus, Alertmanager and Grafana. Their configuration and the data in volumes stay; npx . monitoring
      deploy starts them again, with the same mail, storage and services.`,
    )
    .addOption(contextOption())
    .addOption(namespaceOption('MONITORING_NAMESPACE'))
    .addOption(yesOption())
    .action(async (place) => {
      const { kubectl, namespace, isThere } = await stackToChange(place);
      if (!isThere)
        throw new Failure(`there is no namespace ${namespace} in this cluster: nothing was stopped`);
      const selected = ['--selector', STACK_SELECTOR, '--namespace', namespace];
      await kubectl.run(['scale', 'deployment', ...selected, '--replicas', '0']);
      console.log('stopped; npx . monitoring deploy starts it again');
    });

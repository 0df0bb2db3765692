import { Command } from '@commander-js/extra-typings';
import { contextOption } from '../../tools/cli/options.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { NAMESPACE } from '../stack/names.ts';

export default () =>
  new Command()
    .description(
      `Stops Prometheus, Alertmanager and Grafana. Their configuration and the data in volumes stay; npx . monitoring
      deploy starts them again.`,
    )
    .addOption(contextOption())
    .action(async ({ context }) => {
      const kubectl = new Kubectl(context);
      await kubectl.run(['scale', 'deployment', '--all', '--replicas', '0', '--namespace', NAMESPACE]);
      console.log('stopped; npx . monitoring deploy starts it again');
    });

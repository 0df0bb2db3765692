import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption, namespaceOption } from '../../tools/cli/options.ts';
import { installed } from '../rollout/kubectl-cluster.ts';

export default () =>
  new Command()
    .description('Tries the function from outside: photos, labels, latency, and the shape of its errors.')
    .option('--tag <name>', 'try the revision with that tag, as candidate during a rollout')
    .addOption(gatewayOption())
    .addOption(contextOption())
    .addOption(namespaceOption())
    .action(async ({ tag, ...place }) => {
      const cluster = installed(place);
      const { model, medianMs } = await cluster.smoke(await cluster.service(), tag);
      console.log(`passed: model ${model.name} ${model.version}, ${Math.round(medianMs)} ms a photo`);
    });

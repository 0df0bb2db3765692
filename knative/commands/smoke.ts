import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption } from '../../tools/cli/options.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { clientFor, serviceOf } from '../rollout/kubectl-cluster.ts';
import { smoke } from '../smoke/smoke.ts';

export default () =>
  new Command()
    .description('Tries the function from outside: photos, labels, latency, and the shape of its errors.')
    .option('--tag <name>', 'try the revision with that tag, as candidate during a rollout')
    .addOption(gatewayOption())
    .addOption(contextOption())
    .action(async ({ context, gateway, tag }) => {
      const kubectl = new Kubectl(context);
      const client = await clientFor(kubectl, await serviceOf(kubectl, installationOf()), gateway, tag);
      try {
        const { model, medianMs } = await smoke(client);
        console.log(`passed: model ${model.name} ${model.version}, ${Math.round(medianMs)} ms a photo`);
      } finally {
        client.close();
      }
    });

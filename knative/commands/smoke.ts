import {
  CLUSTER_HELP,
  clusterOptions,
  GATEWAY_HELP,
  gatewayOptions,
  runCommand,
} from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { clientFor, serviceOf } from '../rollout/kubectl-cluster.ts';
import { smoke } from '../smoke/smoke.ts';

await runCommand({
  name: 'smoke',
  help: `Tries the function from outside: photos, labels, latency, and the shape of its errors.

  npm run smoke -- [options]

  --tag NAME      the revision of that tag, as candidate during a rollout
${GATEWAY_HELP}
${CLUSTER_HELP}`,
  options: { tag: { type: 'string' }, ...gatewayOptions, ...clusterOptions },
  async run({ context, gateway, tag }) {
    const kubectl = new Kubectl(context);
    const client = await clientFor(kubectl, await serviceOf(kubectl, installationOf()), gateway, tag);
    try {
      const { model, medianMs } = await smoke(client);
      console.log(`passed: model ${model.name} ${model.version}, ${Math.round(medianMs)} ms a photo`);
    } finally {
      client.close();
    }
  },
});

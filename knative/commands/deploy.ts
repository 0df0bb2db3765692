import {
  CLUSTER_HELP,
  clusterOptions,
  GATEWAY_HELP,
  gatewayOptions,
  runCommand,
} from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { defaultImage, defaultOverlay } from '../deploy/defaults.ts';
import { deploy } from '../deploy/deploy.ts';
import { parseRolloutOptions, rolloutHelp, rolloutOptions } from '../rollout/options.ts';

const defaults = { steps: [100], watchSeconds: 30 };

await runCommand({
  name: 'deploy',
  help: `Brings the function to the cluster that kubectl points to. What is there already is replaced as a rollout does it:
tried first, watched, and taken back when it is worse. Nothing happens when nothing changed.

  npm run deploy -- [options]

  --overlay NAME  one of knative/overlays; kind in a cluster of Kind, else production
  --image REF     instead of the overlay's; with kind what npm run image:build makes of this tree
${rolloutHelp(defaults)}
${GATEWAY_HELP}
${CLUSTER_HELP}`,
  options: {
    overlay: { type: 'string' },
    image: { type: 'string' },
    ...rolloutOptions,
    ...gatewayOptions,
    ...clusterOptions,
  },
  async run(values) {
    const rollout = parseRolloutOptions(values, defaults);
    const installation = installationOf();
    const kubectl = new Kubectl(values.context);
    const overlay = values.overlay ?? (await defaultOverlay(kubectl));
    const image = values.image ?? defaultImage(overlay);
    await deploy(kubectl, { installation, overlay, image, gateway: values.gateway, ...rollout }, console.log);
    console.log('next: npm run status');
  },
});

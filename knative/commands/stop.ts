import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { removeService } from '../service/remove.ts';

await runCommand({
  name: 'stop',
  help: `Takes the function out of service: what it has begun is answered, then its pods end. Its revisions are gone then;
namespace and configuration stay, and npm run deploy starts it again.

  npm run stop -- [options]

${CLUSTER_HELP}`,
  options: clusterOptions,
  async run({ context }) {
    await removeService(new Kubectl(context), installationOf());
    console.log('stopped; npm run deploy starts it again');
  },
});

import { CLUSTER_HELP, clusterOptions, runCommand } from '../lib/command.ts';
import { Kubectl } from '../lib/kubectl.ts';
import { NAME } from '../lib/names.ts';
import { removeService } from '../lib/remove.ts';

await runCommand({
  name: 'delete',
  help: `Removes the function, its configuration and its namespace from the cluster; Knative stays.

  npm run delete -- [options]

${CLUSTER_HELP}`,
  options: clusterOptions,
  async run({ context }) {
    const kubectl = new Kubectl(context);
    await removeService(kubectl);
    await kubectl.run(['delete', 'namespace', NAME, '--ignore-not-found']);
    console.log(`the namespace ${NAME} is gone`);
  },
});

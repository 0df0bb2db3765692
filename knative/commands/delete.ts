import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { NAME } from '../../tools/names.ts';
import { removeService } from '../service/remove.ts';

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

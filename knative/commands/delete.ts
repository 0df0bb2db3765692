import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { removeInstallation } from '../service/remove.ts';

await runCommand({
  name: 'delete',
  help: `Removes the function and its configuration from the cluster, and its namespace when no other Knative Service is in
that; Knative stays.

  npm run delete -- [options]

${CLUSTER_HELP}`,
  options: clusterOptions,
  async run({ context }) {
    const { name, namespace } = installationOf();
    const others = await removeInstallation(new Kubectl(context), { name, namespace });
    console.log(
      others.length === 0
        ? `the namespace ${namespace} is gone`
        : `${name} is gone; the namespace ${namespace} stays for ${others.join(', ')}`,
    );
  },
});

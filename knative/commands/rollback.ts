import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { kubectlCluster } from '../rollout/kubectl-cluster.ts';
import { rollBack } from '../rollout/roll-back.ts';

await runCommand({
  name: 'rollback',
  help: `Gives all traffic to the last good revision at once: of a rollout under way the one that it began with, else the
one that served before the present one.

  npm run rollback -- [options]

${CLUSTER_HELP}`,
  options: clusterOptions,
  async run({ context }) {
    const cluster = kubectlCluster(new Kubectl(context), installationOf(), undefined);
    console.log(`${await rollBack(cluster)} serves all traffic`);
  },
});

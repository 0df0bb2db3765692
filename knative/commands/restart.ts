import {
  CLUSTER_HELP,
  clusterOptions,
  GATEWAY_HELP,
  gatewayOptions,
  runCommand,
} from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { kubectlCluster } from '../rollout/kubectl-cluster.ts';
import { replaceRevision } from '../rollout/replace.ts';
import { report } from '../rollout/run.ts';
import { withAnnotations } from '../service/service.ts';

await runCommand({
  name: 'restart',
  help: `Replaces all pods by new ones of the same image and configuration, without losing a request: a new revision.

  npm run restart -- [options]

${GATEWAY_HELP}
${CLUSTER_HELP}`,
  options: { ...gatewayOptions, ...clusterOptions },
  async run({ context, gateway }) {
    const restartedAt = { 'cats-vs-dogs/restarted-at': new Date().toISOString() };
    const cluster = kubectlCluster(new Kubectl(context), installationOf(), gateway);
    const outcome = await replaceRevision(
      cluster,
      (template) => withAnnotations(template, restartedAt),
      console.log,
    );
    report(outcome, console.log);
  },
});

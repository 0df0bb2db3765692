import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption } from '../../tools/cli/options.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { kubectlCluster } from '../rollout/kubectl-cluster.ts';
import { replaceRevision } from '../rollout/replace.ts';
import { report } from '../rollout/run.ts';
import { withAnnotations } from '../service/service.ts';

export default () =>
  new Command()
    .description(
      'Replaces all pods by a new revision of the same image and configuration, without losing a request.',
    )
    .addOption(gatewayOption())
    .addOption(contextOption())
    .action(async ({ context, gateway }) => {
      const restartedAt = { 'cats-vs-dogs/restarted-at': new Date().toISOString() };
      const cluster = kubectlCluster(new Kubectl(context), installationOf(), gateway);
      const outcome = await replaceRevision(
        cluster,
        (template) => withAnnotations(template, restartedAt),
        console.log,
      );
      report(outcome, console.log);
    });

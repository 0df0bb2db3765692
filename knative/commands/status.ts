import { Command } from '@commander-js/extra-typings';
import { contextOption } from '../../tools/cli/options.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { REVISION_KIND, SERVICE_LABEL } from '../names.ts';
import { serviceOf } from '../rollout/kubectl-cluster.ts';
import type { Revision } from '../service/service.ts';
import { type Pod, statusLines } from '../status/lines.ts';

export default () =>
  new Command()
    .description(
      `Shows the function's address, whether it is ready, its revisions with their traffic and pods, and a rollout under
      way.`,
    )
    .addOption(contextOption())
    .action(async ({ context }) => {
      const kubectl = new Kubectl(context);
      const installation = installationOf();
      const { name, namespace } = installation;
      const service = await serviceOf(kubectl, installation);
      const ours = ['--namespace', namespace, '--selector', `${SERVICE_LABEL}=${name}`];
      const [revisions, pods] = await Promise.all([
        kubectl.json<{ items: Revision[] }>(['get', REVISION_KIND, ...ours]),
        kubectl.json<{ items: Pod[] }>(['get', 'pods', ...ours]),
      ]);
      for (const line of statusLines(service, revisions.items, pods.items)) console.log(line);
    });

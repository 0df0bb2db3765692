import { Command } from '@commander-js/extra-typings';
import { contextOption } from '../../tools/cli/options.ts';
import { installed } from '../rollout/kubectl-cluster.ts';
import { statusLines } from '../status/lines.ts';

export default () =>
  new Command()
    .description(
      `Shows the function's address, whether it is ready, its revisions with their traffic and pods, and a rollout under
      way.`,
    )
    .addOption(contextOption())
    .action(async (options) => {
      const cluster = installed(options);
      const service = await cluster.service();
      const [revisions, pods] = await Promise.all([cluster.revisions(), cluster.pods()]);
      for (const line of statusLines(service, revisions, pods)) console.log(line);
    });

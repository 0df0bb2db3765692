import { Command } from '@commander-js/extra-typings';
import { contextOption, jsonOption, namespaceOption } from '../../tools/cli/options.ts';
import { installed } from '../rollout/kubectl-cluster.ts';
import { addressFromHere } from '../service/gateway.ts';
import { urlOf } from '../service/service.ts';
import { statusFacts, statusLines } from '../status/lines.ts';
import { groupOf } from '../target/group.ts';

export default () =>
  new Command()
    .description(
      `Shows the function's address, whether it is ready, its revisions with their traffic and pods, and a rollout under
      way.`,
    )
    .addOption(contextOption())
    .addOption(namespaceOption())
    .addOption(jsonOption())
    .action(async ({ json, ...options }) => {
      const cluster = installed(options);
      const service = await cluster.service();
      const [revisions, pods] = await Promise.all([cluster.revisions(), cluster.pods()]);
      const context = await cluster.kubectl.contextName();
      const url = urlOf(service);
      const access = { address: url && addressFromHere(url, context), group: groupOf(context) };
      if (json === true) {
        console.log(JSON.stringify(statusFacts(service, revisions, pods, access)));
        return;
      }
      for (const line of statusLines(service, revisions, pods, access)) console.log(line);
    });

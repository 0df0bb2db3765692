import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption } from '../../tools/cli/options.ts';
import { installed } from '../rollout/kubectl-cluster.ts';
import { annotateRevision } from '../rollout/run.ts';

export default () =>
  new Command()
    .description(
      'Replaces all pods by a new revision of the same image and configuration, without losing a request.',
    )
    .addOption(gatewayOption())
    .addOption(contextOption())
    .action(async (place) => {
      const restartedAt = { 'cats-vs-dogs/restarted-at': new Date().toISOString() };
      await annotateRevision(installed(place), restartedAt, console.log);
    });

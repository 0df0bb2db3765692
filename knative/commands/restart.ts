import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { annotateRevision } from '../rollout/run.ts';
import { installedToChange } from '../target/installed.ts';

export default () =>
  new Command()
    .description(
      'Replaces all pods by a new revision of the same image and configuration, without losing a request.',
    )
    .addOption(gatewayOption())
    .addOption(contextOption())
    .addOption(namespaceOption())
    .addOption(yesOption())
    .action(async (place) => {
      const restartedAt = { 'cats-vs-dogs/restarted-at': new Date().toISOString() };
      await annotateRevision(await installedToChange(place), restartedAt, console.log);
    });

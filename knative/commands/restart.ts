import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { annotateRevision } from '../rollout/annotate.ts';
import { installedToChange } from '../target/installed.ts';

const RESTARTED_AT = 'cats-vs-dogs/restarted-at';

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
      const now = new Date().toISOString();
      await annotateRevision(
        await installedToChange(place),
        (underWay) => ({ [RESTARTED_AT]: underWay[RESTARTED_AT] ?? now }),
        console.log,
      );
    });

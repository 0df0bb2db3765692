import { Command } from '@commander-js/extra-typings';
import { contextOption, gatewayOption } from '../../tools/cli/options.ts';
import { annotateRevision } from '../rollout/annotate.ts';
import { installed } from '../rollout/kubectl-cluster.ts';

const RESTARTED_AT = 'cats-vs-dogs/restarted-at';

export default () =>
  new Command()
    .description(
      'Replaces all pods by a new revision of the same image and configuration, without losing a request.',
    )
    .addOption(gatewayOption())
    .addOption(contextOption())
    .action(async (place) => {
      const now = new Date().toISOString();
      await annotateRevision(
        installed(place),
        (underWay) => ({ [RESTARTED_AT]: underWay[RESTARTED_AT] ?? now }),
        console.log,
      );
    });

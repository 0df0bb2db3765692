import { Command } from '@commander-js/extra-typings';
import { contextOption } from '../../tools/cli/options.ts';
import { installed } from '../rollout/kubectl-cluster.ts';
import { rollBack } from '../rollout/roll-back.ts';

export default () =>
  new Command()
    .description(
      `Gives all traffic to the last good revision at once: the one that a rollout under way began with, else the one
      that served before the present one.`,
    )
    .addOption(contextOption())
    .action(async (place) => {
      console.log(`${await rollBack(installed(place))} serves all traffic`);
    });

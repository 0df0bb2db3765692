import { Command } from '@commander-js/extra-typings';
import { onlyOption, runEndToEnd, upOption } from '../harness/run.ts';

export default () =>
  new Command()
    .description(
      `Tests the function, its rollouts and its faults on a real cluster, the one of KUBECONFIG: builds the image of
      this tree, loads it into the cluster and deploys it. It replaces a function of the same name.`,
    )
    .option(
      '--short',
      'deploy, rollout, rollback, to zero and back; without it also each fault, which takes half an hour',
    )
    .addOption(upOption())
    .addOption(onlyOption())
    .addHelpText(
      'after',
      '\nPHOTOS names a folder of JPEGs to send instead of pictures derived from the sample cat.',
    )
    .action((choice) => runEndToEnd('e2e', choice));

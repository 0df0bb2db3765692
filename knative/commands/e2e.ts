import { Command } from '@commander-js/extra-typings';
import { yesOption } from '../../tools/cli/options.ts';
import { installationOf } from '../../tools/names.ts';
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
    .addOption(yesOption())
    .addHelpText(
      'after',
      '\nPHOTOS names a folder of JPEGs to send instead of pictures derived from the sample cat.',
    )
    .action((choice) => {
      const namespaces = [installationOf().namespace];
      return runEndToEnd({ project: 'e2e', namespaces, images: ['base-images'] }, choice);
    });

import { Command } from '@commander-js/extra-typings';
import { onlyOption, runEndToEnd, upOption } from '../../knative/harness/run.ts';
import { yesOption } from '../../tools/cli/options.ts';

export default () =>
  new Command()
    .description(
      `Tests metrics, alerts and dashboards on a real cluster, the one of KUBECONFIG: builds the image of this tree, loads
      it, and deploys it, Prometheus and Alertmanager to namespaces of their own. What it deploys stays.`,
    )
    .option(
      '--short',
      'count over a few sleeps and deleted pods, and check that each panel has data; without it over more of them, and ' +
        'the alerts from a cause to its mail, which takes half an hour',
    )
    .addOption(upOption())
    .addOption(onlyOption())
    .addOption(yesOption())
    .addHelpText(
      'after',
      `
E2E_HOST is an address of this machine at which pods reach the mail server of the tests; without it the command looks
for one in the network of the cluster's nodes. Its port is E2E_SMTP_PORT, or 587, which the network policy allows.`,
    )
    .action((choice) => {
      const namespaces = ['observability-e2e', 'cats-vs-dogs-monitoring-e2e'];
      const images = ['base-images', 'monitoring-images'];
      return runEndToEnd({ project: 'observability-e2e', namespaces, images }, choice);
    });

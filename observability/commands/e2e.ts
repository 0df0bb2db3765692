import { Command } from '@commander-js/extra-typings';
import { onlyOption, runEndToEnd, upOption } from '../../knative/harness/run.ts';

export default () =>
  new Command()
    .description(
      `Tests metrics, alerts and dashboards on a real cluster, the one of KUBECONFIG: builds the image of this tree, loads
      it, deploys it to a namespace of its own, and deploys Prometheus and Alertmanager to the namespace monitoring. It
      replaces what is there, the receivers of mails too; what it deploys stays.`,
    )
    .option(
      '--short',
      'count over a few sleeps and deleted pods, and check that each panel has data; without it over more of them, and ' +
        'the alerts from a cause to its mail, which takes half an hour',
    )
    .addOption(upOption())
    .addOption(onlyOption())
    .addHelpText(
      'after',
      `
E2E_HOST is an address of this machine at which pods reach the mail server of the tests; without it the command looks
for one in the network of the cluster's nodes. Its port is E2E_SMTP_PORT, or 587, which the network policy allows.`,
    )
    .action((choice) => runEndToEnd('observability-e2e', choice, ['base-images', 'monitoring-images']));

import { END_TO_END_HELP, endToEndOptions, runEndToEnd } from '../../knative/harness/run.ts';
import { runCommand } from '../../tools/command.ts';

await runCommand({
  name: 'e2e:observability',
  help: `Tests what is seen of the function on a real cluster, the one of KUBECONFIG: builds the image of this tree, brings
it there, to a namespace of its own, and deploys Prometheus and Alertmanager to the namespace monitoring. What stands
there is replaced, to whom mails go as well, and stays.

  npm run e2e:observability -- [options]

  --short         counting over few sleeps and pods that are deleted, and whether each panel has data; else over more of
                  them, and the alerts, from a cause to its mail, which takes half an hour
${END_TO_END_HELP}

E2E_HOST is an address of this machine at which pods reach the mail server of the tests; else one is looked for in the
network of the cluster's nodes. Its port is E2E_SMTP_PORT, or 587, which is what the network policy lets through.`,
  options: endToEndOptions,
  run: (choice) => runEndToEnd('observability-e2e', choice, ['base-images', 'monitoring-images']),
});

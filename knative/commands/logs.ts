import { Command } from '@commander-js/extra-typings';
import { contextOption, integer, namespaceOption } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { CONTAINER, podSelector } from '../names.ts';
import { installed } from '../rollout/kubectl-cluster.ts';

/** More pods than there may be, of two revisions. */
const MAX_PODS = 20;

export default () =>
  new Command()
    .description('Shows the log of all pods, one line of JSON a request.')
    .option('--follow', 'go on until ^C')
    .option('--revision <name>', 'of one revision only')
    .option('--tail <lines>', 'of each pod', integer('--tail', { min: 0, max: 1_000_000 }), 100)
    .option('--proxy', "of Knative's queue-proxy in front of the function")
    .addOption(contextOption())
    .addOption(namespaceOption())
    .action(async ({ follow, revision, tail, proxy, ...place }) => {
      const cluster = installed(place);
      const { name, namespace } = cluster.installation;
      if ((await cluster.pods(revision)).length === 0) {
        throw new Failure(
          'there is no pod, and so no log: a request starts one, npx . cluster status shows the address',
        );
      }
      process.exitCode = await cluster.kubectl.attach([
        ...['logs', '--namespace', namespace, '--selector', podSelector(name, revision)],
        ...['--container', proxy === true ? 'queue-proxy' : CONTAINER],
        ...['--tail', String(tail), '--prefix', '--max-log-requests', String(MAX_PODS)],
        ...(follow === true ? ['--follow'] : []),
      ]);
    });

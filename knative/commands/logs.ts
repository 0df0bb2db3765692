import { Command } from '@commander-js/extra-typings';
import { contextOption, integer } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { CONTAINER, REVISION_LABEL, SERVICE_LABEL } from '../names.ts';

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
    .action(async ({ context, follow, revision, tail, proxy }) => {
      const kubectl = new Kubectl(context);
      const { name, namespace } = installationOf();
      const selector = revision === undefined ? `${SERVICE_LABEL}=${name}` : `${REVISION_LABEL}=${revision}`;
      const pods = await kubectl.run([
        ...['get', 'pods', '--namespace', namespace, '--selector', selector, '--output', 'name'],
      ]);
      if (pods.trim() === '') {
        throw new Failure(
          'there is no pod, and so no log: a request starts one, npx . cluster status shows the address',
        );
      }
      const code = await kubectl.attach([
        ...['logs', '--namespace', namespace, '--selector', selector],
        ...['--container', proxy === true ? 'queue-proxy' : CONTAINER],
        ...['--tail', String(tail), '--prefix', '--max-log-requests', String(MAX_PODS)],
        ...(follow === true ? ['--follow'] : []),
      ]);
      if (code !== 0) process.exitCode = code;
    });

import { CLUSTER_HELP, clusterOptions, integerOption, runCommand } from '../../tools/command.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { installationOf } from '../../tools/names.ts';
import { CONTAINER, REVISION_LABEL, SERVICE_LABEL } from '../names.ts';

const LINES = { min: 0, max: 1_000_000 };
/** More pods than there may be, of two revisions. */
const MAX_PODS = 20;

await runCommand({
  name: 'logs',
  help: `Shows the log of all pods that there are; one line of JSON a request.

  npm run logs -- [options]

  --follow        go on until ^C
  --revision NAME of one revision alone
  --tail LINES    of each pod; 100
  --proxy         of Knative's queue-proxy in front of the function
${CLUSTER_HELP}`,
  options: {
    follow: { type: 'boolean' },
    revision: { type: 'string' },
    tail: { type: 'string' },
    proxy: { type: 'boolean' },
    ...clusterOptions,
  },
  async run({ context, follow, revision, tail, proxy }) {
    const lines = integerOption('tail', tail, LINES) ?? 100;
    const kubectl = new Kubectl(context);
    const { name, namespace } = installationOf();
    const selector = revision === undefined ? `${SERVICE_LABEL}=${name}` : `${REVISION_LABEL}=${revision}`;
    const pods = await kubectl.run([
      ...['get', 'pods', '--namespace', namespace, '--selector', selector, '--output', 'name'],
    ]);
    if (pods.trim() === '') {
      throw new Failure('there is no pod, and so no log: a request starts one, npm run status shows where');
    }
    const code = await kubectl.attach([
      ...['logs', '--namespace', namespace, '--selector', selector],
      ...['--container', proxy === true ? 'queue-proxy' : CONTAINER],
      ...['--tail', String(lines), '--prefix', '--max-log-requests', String(MAX_PODS)],
      ...(follow === true ? ['--follow'] : []),
    ]);
    if (code !== 0) process.exitCode = code;
  },
});

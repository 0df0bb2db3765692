import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { NAMESPACE } from '../stack/names.ts';
import { type Workload, workloadLines } from '../stack/workloads.ts';

await runCommand({
  name: 'monitoring:status',
  help: `Shows the parts of the monitoring, whether they run, and where their pages are.

  npm run monitoring:status -- [options]

${CLUSTER_HELP}`,
  options: clusterOptions,
  async run({ context: given }) {
    const kubectl = new Kubectl(given);
    const [{ items }, context] = await Promise.all([
      kubectl.json<{ items: Workload[] }>(['get', 'deployments,daemonsets', '--namespace', NAMESPACE]),
      kubectl.contextName(),
    ]);
    if (items.length === 0)
      throw new Failure('it is not in this cluster: npm run monitoring:deploy brings it');
    console.log(workloadLines(items, context));
  },
});

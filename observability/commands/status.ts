import { Command } from '@commander-js/extra-typings';
import { contextOption } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { NAMESPACE } from '../stack/names.ts';
import { type Workload, workloadLines } from '../stack/workloads.ts';

export default () =>
  new Command()
    .description('Shows the parts of the monitoring, whether they run, and where their pages are.')
    .addOption(contextOption())
    .action(async ({ context: given }) => {
      const kubectl = new Kubectl(given);
      const [workloads, context] = await Promise.all([
        kubectl.list<Workload>('deployments,daemonsets', NAMESPACE),
        kubectl.contextName(),
      ]);
      if (workloads.length === 0) {
        throw new Failure('it is not in this cluster: npx . monitoring deploy brings it');
      }
      console.log(workloadLines(workloads, context));
    });

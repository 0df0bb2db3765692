import { Command } from '@commander-js/extra-typings';
import { contextOption, namespaceOption } from '../../tools/cli/options.ts';
import { Failure } from '../../tools/failure.ts';
import { STACK_SELECTOR } from '../stack/names.ts';
import { stackOf } from '../stack/stack.ts';
import { type Workload, workloadLines } from '../stack/workloads.ts';

export default () =>
  new Command()
    .description('Shows the parts of the monitoring, whether they run, and where their pages are.')
    .addOption(contextOption())
    .addOption(namespaceOption('MONITORING_NAMESPACE'))
    .action(async (place) => {
      const { kubectl, namespace } = stackOf(place);
      const [workloads, context] = await Promise.all([
        kubectl.list<Workload>('deployments,daemonsets', namespace, STACK_SELECTOR),
        kubectl.contextName(),
      ]);
      if (workloads.length === 0) {
        throw new Failure(
          `it is not in the namespace ${namespace} of this cluster: npx . monitoring deploy brings it`,
        );
      }
      console.log(workloadLines(workloads, { context, namespace }));
    });

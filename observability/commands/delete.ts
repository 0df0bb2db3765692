import { Command } from '@commander-js/extra-typings';
import { INSTANCE_LABEL } from '../../knative/names.ts';
import { contextOption, namespaceOption, yesOption } from '../../tools/cli/options.ts';
import { removeNamespace } from '../../tools/remove-namespace.ts';
import { STACK_SELECTOR } from '../stack/names.ts';
import { stackToChange } from '../stack/stack.ts';

const INSIDE = [
  ...['deployments', 'daemonsets', 'services', 'configmaps', 'secrets', 'networkpolicies', 'serviceaccounts'],
  'persistentvolumeclaims',
].join(',');

export default () =>
  new Command()
    .description(
      `Removes the monitoring from the cluster: its objects with all data, its access to the rest, and its namespace, if
      nothing else runs there.`,
    )
    .addOption(contextOption())
    .addOption(namespaceOption('MONITORING_NAMESPACE'))
    .addOption(yesOption())
    .action(async (place) => {
      const { kubectl, namespace } = await stackToChange(place);
      const selector = `${STACK_SELECTOR},${INSTANCE_LABEL}=${namespace}`;
      const selected = ['--selector', selector, '--ignore-not-found'];
      await kubectl.run(['delete', INSIDE, '--namespace', namespace, ...selected]);
      // Objects without a namespace do not go with it.
      await kubectl.run(['delete', 'clusterroles,clusterrolebindings', ...selected]);
      const reason = await removeNamespace(kubectl, namespace);
      console.log(
        reason === undefined
          ? `the namespace ${namespace} is gone`
          : `the monitoring is gone; the namespace ${namespace} stays ${reason}`,
      );
    });

import { Command } from '@commander-js/extra-typings';
import { contextOption } from '../../tools/cli/options.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { render } from '../stack/manifests.ts';
import { NAMESPACE } from '../stack/names.ts';

export default () =>
  new Command()
    .description(
      'Removes the monitoring from the cluster: its namespace with all data, and its access to the rest.',
    )
    .addOption(contextOption())
    .action(async ({ context }) => {
      const kubectl = new Kubectl(context);
      // Objects without a namespace do not go with it.
      const outside = (await render(kubectl, [])).filter(
        ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace === undefined,
      );
      for (const { kind, metadata } of outside) {
        await kubectl.run(['delete', kind, metadata.name, '--ignore-not-found']);
      }
      await kubectl.run(['delete', 'namespace', NAMESPACE, '--ignore-not-found']);
      console.log(`the namespace ${NAMESPACE} is gone`);
    });

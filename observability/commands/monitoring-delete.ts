import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { render } from '../stack/manifests.ts';
import { NAMESPACE } from '../stack/names.ts';

await runCommand({
  name: 'monitoring:delete',
  help: `Removes the monitoring from the cluster: its namespace with all that it has seen, and its access to the rest.

  npm run monitoring:delete -- [options]

${CLUSTER_HELP}`,
  options: clusterOptions,
  async run({ context }) {
    const kubectl = new Kubectl(context);
    // What is in no namespace does not go with it.
    const outside = (await render(kubectl, [])).filter(
      ({ kind, metadata }) => kind !== 'Namespace' && metadata.namespace === undefined,
    );
    for (const { kind, metadata } of outside) {
      await kubectl.run(['delete', kind, metadata.name, '--ignore-not-found']);
    }
    await kubectl.run(['delete', 'namespace', NAMESPACE, '--ignore-not-found']);
    console.log(`the namespace ${NAMESPACE} is gone`);
  },
});

import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { NAMESPACE } from '../stack/names.ts';

await runCommand({
  name: 'monitoring:stop',
  help: `Stops Prometheus, Alertmanager and Grafana. Their configuration stays, and what they keep in volumes;
npm run monitoring:deploy starts them again.

  npm run monitoring:stop -- [options]

${CLUSTER_HELP}`,
  options: clusterOptions,
  async run({ context }) {
    const kubectl = new Kubectl(context);
    const inNamespace = ['--namespace', NAMESPACE];
    await kubectl.run(['scale', 'deployment', '--all', '--replicas', '0', ...inNamespace]);
    console.log('stopped; npm run monitoring:deploy starts it again');
  },
});

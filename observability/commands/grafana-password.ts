import { CLUSTER_HELP, clusterOptions, runCommand } from '../../tools/command.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl, ServerError } from '../../tools/kubectl.ts';
import { grafanaPassword } from '../stack/grafana-password.ts';

await runCommand({
  name: 'grafana:password',
  help: `Prints the password of Grafana's user admin, and makes one first where there is none.

  npm run grafana:password -- [options]

${CLUSTER_HELP}`,
  options: clusterOptions,
  async run({ context }) {
    try {
      console.log(await grafanaPassword(new Kubectl(context)));
    } catch (error) {
      if (!(error instanceof ServerError && error.reason === 'NotFound')) throw error;
      throw new Failure(
        'the namespace monitoring is not in this cluster: npm run monitoring:deploy makes it',
      );
    }
  },
});

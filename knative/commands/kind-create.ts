import { runCommand } from '../../tools/command.ts';
import { createCluster } from '../kind/kind.ts';
import { KIND_CLUSTER } from '../kind/names.ts';

await runCommand({
  name: 'kind:create',
  help: `Makes the Kind cluster ${KIND_CLUSTER}, or leaves the one that there is. Its API is on port 8000 of this machine,
Prometheus on 9090, Alertmanager on 9093, Grafana on 3000.

  npm run kind:create`,
  options: {},
  async run() {
    console.log(`the cluster ${KIND_CLUSTER} is ${await createCluster()}`);
    console.log('next: npm run kind:up');
  },
});

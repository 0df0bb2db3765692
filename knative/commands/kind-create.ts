import { Command } from '@commander-js/extra-typings';
import { createCluster } from '../kind/kind.ts';
import { KIND_CLUSTER } from '../kind/names.ts';

export default () =>
  new Command()
    .description(
      `Creates the Kind cluster ${KIND_CLUSTER}, or leaves it as it is. On this machine the function is on port 8000,
      Prometheus on 9090, Alertmanager on 9093, Grafana on 3000.`,
    )
    .action(async () => {
      console.log(`the cluster ${KIND_CLUSTER} is ${await createCluster()}`);
      console.log('next: npx . kind up');
    });

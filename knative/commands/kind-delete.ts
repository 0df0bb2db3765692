import { Command } from '@commander-js/extra-typings';
import { deleteCluster } from '../kind/kind.ts';
import { KIND_CLUSTER } from '../kind/names.ts';

export default () =>
  new Command()
    .description(`Removes the Kind cluster ${KIND_CLUSTER} with everything in it.`)
    .action(async () => {
      await deleteCluster();
      console.log(`the cluster ${KIND_CLUSTER} is gone`);
    });

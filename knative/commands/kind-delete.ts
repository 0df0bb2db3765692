import { runCommand } from '../../tools/command.ts';
import { deleteCluster } from '../kind/kind.ts';
import { KIND_CLUSTER } from '../kind/names.ts';

await runCommand({
  name: 'kind:delete',
  help: `Removes the Kind cluster ${KIND_CLUSTER} and all that is in it.

  npm run kind:delete`,
  options: {},
  async run() {
    await deleteCluster();
    console.log(`the cluster ${KIND_CLUSTER} is gone`);
  },
});

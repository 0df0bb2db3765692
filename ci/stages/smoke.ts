import { KubectlCluster } from '../../knative/rollout/kubectl-cluster.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { takeOver } from '../pipeline/handover.ts';
import { smokeOrRollBack } from '../pipeline/smoke.ts';
import { runStage } from '../pipeline/stage.ts';

await runStage({
  name: 'smoke',
  help: `tries what is deployed from outside: photos, labels, latency, the shape of errors. When it fails, all traffic goes back
to the revision that served before, and the stage fails. Reads ci/out/deploy.json, KUBE_CONTEXT, SERVICE_*, KNATIVE_GATEWAY.`,
  async run({ context, installation, gateway }) {
    const cluster = new KubectlCluster(new Kubectl(context), installation, gateway);
    return smokeOrRollBack(cluster, takeOver('deploy').revision);
  },
});

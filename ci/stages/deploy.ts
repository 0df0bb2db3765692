import { deploy } from '../deploy/deploy.ts';
import { handOver, takeOver } from '../pipeline/handover.ts';
import { runStage } from '../pipeline/stage.ts';

await runStage({
  name: 'deploy',
  help: `brings the image to the cluster by its digest, as a rollout that goes back by itself when the new revision is worse.
A rollout that a former run was killed in goes on, or is ended when it was of another image.
Reads ci/out/push.json, KUBE_CONTEXT, SERVICE_*, KNATIVE_*, ROLLOUT_*. Writes ci/out/deploy.json.`,
  async run(settings) {
    const { image } = takeOver('push');
    const revision = await deploy(settings, image);
    handOver('deploy', { image, revision });
    return `${revision} serves ${image}`;
  },
});

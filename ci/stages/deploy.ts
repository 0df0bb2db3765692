import { deploy } from '../../knative/deploy/deploy.ts';
import { defaultOverlay } from '../../knative/deploy/overlay.ts';
import { servingRevision } from '../../knative/rollout/begin.ts';
import { KubectlCluster } from '../../knative/rollout/kubectl-cluster.ts';
import { limitsOf } from '../../knative/rollout/options.ts';
import { rollBack } from '../../knative/rollout/roll-back.ts';
import { rollOut } from '../../knative/rollout/run.ts';
import { stateOf } from '../../knative/rollout/state.ts';
import { imageOf } from '../../knative/service/service.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { handOver, takeOver } from '../pipeline/handover.ts';
import type { Settings } from '../pipeline/settings.ts';
import { runStage } from '../pipeline/stage.ts';

await runStage({
  name: 'deploy',
  help: `brings the image to the cluster by its digest, as a rollout that goes back by itself when the new revision is worse.
A rollout that a former run was killed in goes on, or is ended when it was of another image.
Reads ci/out/push.json, KUBE_CONTEXT, SERVICE_*, KNATIVE_*, ROLLOUT_*. Writes ci/out/deploy.json.`,
  async run(settings) {
    const { image } = takeOver('push');
    const revision = await bring(settings, image);
    handOver('deploy', { image, revision });
    return `${revision} serves ${image}`;
  },
});

/** Deploys an image, whatever a former run left. @returns its revision @throws Failure when it does not serve */
async function bring(settings: Settings, image: string): Promise<string> {
  const { context, installation, gateway, rolloutSteps, rolloutWatchSeconds, timeoutSeconds } = settings;
  const cluster = new KubectlCluster(new Kubectl(context), installation, gateway);
  const limits = limitsOf({ watch: rolloutWatchSeconds, timeout: timeoutSeconds });
  const live = await cluster.find();
  if (live !== undefined && stateOf(live) !== undefined) {
    const underWay = imageOf(live.spec.template);
    if (underWay === image) {
      console.log(`going on with the rollout of ${image}`);
      await rollOut(cluster, limits, console.log);
      return serving(cluster, image);
    }
    console.log(`ending the rollout of ${underWay}, which a former run left`);
    await rollBack(cluster);
  }
  const overlay = settings.overlay ?? (await defaultOverlay(cluster.kubectl));
  await deploy(cluster, { overlay, image, steps: rolloutSteps, limits }, console.log);
  return serving(cluster, image);
}

/** @throws Failure when what serves is not that image */
async function serving(cluster: KubectlCluster, image: string): Promise<string> {
  const revision = servingRevision(await cluster.service());
  const found = imageOf(await cluster.revision(revision));
  if (found !== image) throw new Failure(`${revision} serves, of ${found} and not of ${image}`);
  return revision;
}

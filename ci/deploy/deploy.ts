import { defaultOverlay } from '../../knative/deploy/defaults.ts';
import { deploy as deployOverlay } from '../../knative/deploy/deploy.ts';
import { servingRevision } from '../../knative/rollout/begin.ts';
import { KubectlCluster } from '../../knative/rollout/kubectl-cluster.ts';
import { limitsOf } from '../../knative/rollout/options.ts';
import { rollBack } from '../../knative/rollout/roll-back.ts';
import { report, runRollout } from '../../knative/rollout/run.ts';
import { stateOf } from '../../knative/rollout/state.ts';
import { imageOf } from '../../knative/service/service.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import type { Settings } from '../pipeline/settings.ts';

/**
 * Brings an image to the cluster, whatever a former run has left there.
 * @returns the revision that serves it
 * @throws Failure when it does not serve; what served before does then
 */
export async function deploy(settings: Settings, image: string): Promise<string> {
  const { context, installation, gateway, rolloutSteps, rolloutWatchSeconds, timeoutSeconds } = settings;
  const cluster = new KubectlCluster(new Kubectl(context), installation, gateway);
  const limits = limitsOf({ watch: rolloutWatchSeconds, timeout: timeoutSeconds });
  const live = await cluster.find();
  if (live !== undefined && stateOf(live) !== undefined) {
    const underWay = imageOf(live.spec.template);
    if (underWay === image) {
      console.log(`going on with the rollout of ${image}`);
      report(await runRollout(cluster, limits, console.log), console.log);
      return serving(cluster, image);
    }
    console.log(`ending the rollout of ${underWay}, which a former run left`);
    await rollBack(cluster);
  }
  const overlay = settings.overlay ?? (await defaultOverlay(cluster.kubectl));
  await deployOverlay(cluster, { overlay, image, steps: rolloutSteps, limits }, console.log);
  return serving(cluster, image);
}

/** @throws Failure when what serves is not that image */
async function serving(cluster: KubectlCluster, image: string): Promise<string> {
  const revision = servingRevision(await cluster.service());
  const found = imageOf(await cluster.revision(revision));
  if (found !== image) throw new Failure(`${revision} serves, of ${found} and not of ${image}`);
  return revision;
}

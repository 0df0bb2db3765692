import { defaultOverlay } from '../../knative/deploy/defaults.ts';
import { deploy as deployOverlay } from '../../knative/deploy/deploy.ts';
import { SERVICE_KIND } from '../../knative/names.ts';
import { servingRevision } from '../../knative/rollout/begin.ts';
import { kubectlCluster, serviceOf } from '../../knative/rollout/kubectl-cluster.ts';
import { limitsOf } from '../../knative/rollout/options.ts';
import { rollBack } from '../../knative/rollout/roll-back.ts';
import { report, runRollout } from '../../knative/rollout/run.ts';
import { stateOf } from '../../knative/rollout/state.ts';
import { imageOf, type KnativeService } from '../../knative/service/service.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import type { Installation } from '../../tools/names.ts';
import type { Settings } from '../pipeline/settings.ts';

/**
 * Brings an image to the cluster, whatever a former run has left there.
 * @returns the revision that serves it
 * @throws Failure when it does not serve; what served before does then
 */
export async function deploy(settings: Settings, image: string): Promise<string> {
  const { context, installation, gateway, rolloutSteps, rolloutWatchSeconds, timeoutSeconds } = settings;
  const kubectl = new Kubectl(context);
  const limits = limitsOf({ watch: rolloutWatchSeconds, timeout: timeoutSeconds });
  const live = await kubectl.find<KnativeService>(SERVICE_KIND, installation.name, installation.namespace);
  if (live !== undefined && stateOf(live) !== undefined) {
    const underWay = imageOf(live.spec.template);
    if (underWay === image) {
      console.log(`going on with the rollout of ${image}`);
      const cluster = kubectlCluster(kubectl, installation, gateway);
      report(await runRollout(cluster, limits, console.log), console.log);
      return serving(kubectl, installation, image);
    }
    console.log(`ending the rollout of ${underWay}, which a former run left`);
    await rollBack(kubectlCluster(kubectl, installation, undefined));
  }
  const overlay = settings.overlay ?? (await defaultOverlay(kubectl));
  const release = { installation, overlay, image, gateway, steps: rolloutSteps, limits };
  await deployOverlay(kubectl, release, console.log);
  return serving(kubectl, installation, image);
}

/** @throws Failure when what serves is not that image */
async function serving(kubectl: Kubectl, installation: Installation, image: string): Promise<string> {
  const revision = servingRevision(await serviceOf(kubectl, installation));
  const { spec } = await kubectlCluster(kubectl, installation, undefined).revision(revision);
  const found = spec.containers[0]?.image;
  if (found !== image) throw new Failure(`${revision} serves, of ${found} and not of ${image}`);
  return revision;
}

import { Failure, messageOf } from '../../tools/failure.ts';
import { type Kubectl, ServerError } from '../../tools/kubectl.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { refuseForeign } from '../../tools/ownership.ts';
import { KIND_CONTEXT } from '../kind/names.ts';
import { newState, onFreshService, servingRevision, underWayFailure } from '../rollout/begin.ts';
import { allTo, withId } from '../rollout/changes.ts';
import type { Limits } from '../rollout/decide.ts';
import { interruptible } from '../rollout/interruption.ts';
import type { KubectlCluster } from '../rollout/kubectl-cluster.ts';
import { rollOut } from '../rollout/run.ts';
import { newId, stateAnnotation, stateOf } from '../rollout/state.ts';
import type { Say } from '../rollout/step.ts';
import { untilServing } from '../rollout/waiting.ts';
import { sameJson } from '../service/merge-patch.ts';
import {
  ID_LABEL,
  imageOf,
  type KnativeService,
  sameTemplate,
  sharesOf,
  templateOf,
} from '../service/service.ts';
import { findStopped, type Kept, keptOf, overlayAnnotation, withoutScale } from './kept.ts';
import { prepareNamespace } from './namespace.ts';
import {
  defaultOverlay,
  imageOfTree,
  type Manifests,
  overlayFolder,
  refusePlaceholder,
  render,
  withImage,
  withKept,
} from './overlay.ts';

export interface DeployOptions {
  /** Without it that of the last deploy, or else of the cluster's kind. */
  overlay?: string | undefined;
  /** Without it that of this tree in the Kind cluster, and elsewhere the overlay's. */
  image: string | undefined;
  /** False to go back from what `npx . cluster scale` set to the overlay's. */
  keepsScale?: boolean | undefined;
  steps: readonly number[];
  limits: Limits;
}

/**
 * Deploys an overlay; what serves already is replaced by a rollout.
 * @throws Failure when it does not serve, or somebody else made an object of that name; UsageError without an image
 */
export async function deploy(cluster: KubectlCluster, options: DeployOptions, say: Say): Promise<void> {
  const { kubectl, installation } = cluster;
  const live = await cluster.find();
  const kept = live === undefined ? await findStopped(kubectl, installation) : keptOf(live);
  const manifests = await manifestsOf(cluster, options, kept, say);
  if (live !== undefined) {
    refuseForeign([{ ...manifests.service, metadata: live.metadata }], kubectl.context);
    if (stateOf(live) !== undefined) {
      if (!(await isWhatIsApplied(cluster, manifests, live))) throw underWayFailure(live);
      say('going on with the rollout of this that is under way');
      return rollOut(cluster, options.limits, say);
    }
  }
  await applyOthers(kubectl, manifests.others, say);
  if (live === undefined || sharesOf(live).size === 0) {
    return interruptible(
      () => first(cluster, manifests, options.limits, say),
      async () => 'Knative goes on without this process: npx . cluster status shows how far it is',
    );
  }

  const stable = servingRevision(live);
  if (await isUpToDate(cluster, manifests, { live, stable })) {
    say(`${stable} serves this already`);
    return;
  }
  await begin(cluster, manifests, { stable, steps: options.steps });
  await rollOut(cluster, options.limits, say);
}

/** Applies what is beside the Service, the namespace first. */
async function applyOthers(kubectl: Kubectl, others: readonly Manifest[], say: Say): Promise<void> {
  const isNamespace = ({ kind }: Manifest) => kind === 'Namespace';
  for (const namespace of others.filter(isNamespace)) await prepareNamespace(kubectl, namespace, say);
  await kubectl.apply(others.filter((manifest) => !isNamespace(manifest)));
}

/** What an overlay makes, with the image, and with what the last deploy left. */
async function manifestsOf(
  { kubectl, installation }: KubectlCluster,
  options: DeployOptions,
  kept: Kept | undefined,
  say: Say,
): Promise<Manifests> {
  const overlay = options.overlay ?? kept?.overlay ?? (await defaultOverlay(kubectl));
  const rendered = await render(kubectl, overlayFolder(overlay), installation);
  const isOfTree = options.image === undefined && (await kubectl.contextName()) === KIND_CONTEXT;
  const known = options.image ?? kept?.image ?? imageOf(rendered.service.spec.template);
  const image = isOfTree ? imageOfTree() : known;
  refusePlaceholder(image);
  const { scale = {} } = kept ?? {};
  const keepsScale = options.keepsScale !== false;
  say(`overlay ${overlay}, image ${image}`);
  if (keepsScale && Object.keys(scale).some((name) => name.startsWith('autoscaling.'))) {
    say("the number of pods stays as npx . cluster scale set it: --no-scale takes the overlay's");
  }
  const annotations = keepsScale ? scale : withoutScale(scale);
  return withKept(withImage(rendered, image!), overlayAnnotation(overlay), annotations);
}

async function first(
  cluster: KubectlCluster,
  { service }: Manifests,
  limits: Limits,
  say: Say,
): Promise<void> {
  const ready = await serve(cluster, service, limits);
  try {
    const { model, medianMs } = await cluster.smoke(ready);
    say(`smoke test: passed, model ${model.version}, ${Math.round(medianMs)} ms a photo`);
  } catch (error) {
    throw new Failure(
      `it is there, but the smoke test failed: ${messageOf(error)}; npx . cluster logs shows more`,
    );
  }
}

/** Applies a Service and waits until its newest revision has all traffic. @throws Failure that says why it has not */
export async function serve(
  cluster: KubectlCluster,
  service: Manifests['service'],
  limits: Pick<Limits, 'readyMs'>,
): Promise<KnativeService> {
  const id = newId();
  const template = withId(service.spec.template, id);
  await cluster.kubectl.apply([{ ...service, spec: { ...service.spec, template } }]);
  return untilServing(cluster, id, limits);
}

/** Whether the manifests change nothing of what is there, and what is there is what serves. */
async function isUpToDate(
  cluster: KubectlCluster,
  manifests: Manifests,
  { live, stable }: { live: KnativeService; stable: string },
): Promise<boolean> {
  if (!(await isWhatIsApplied(cluster, manifests, live))) return false;
  if (live.status?.latestCreatedRevisionName === stable) return true;
  return sameTemplate(templateOf(await cluster.revision(stable)), live.spec.template);
}

/** Whether the manifests' template is that of the Service already. */
async function isWhatIsApplied(
  cluster: KubectlCluster,
  { service }: Manifests,
  live: KnativeService,
): Promise<boolean> {
  const id = live.spec.template.metadata?.labels?.[ID_LABEL];
  const template = id === undefined ? service.spec.template : withId(service.spec.template, id);
  const applied = await cluster.kubectl.apply<KnativeService>(
    [{ ...service, spec: { ...service.spec, template } }],
    ['--dry-run=server'],
  );
  return sameJson(applied.spec.template, live.spec.template);
}

/** As `beginRollout` does, with a template from outside. */
async function begin(
  cluster: KubectlCluster,
  { service }: Manifests,
  { stable, steps }: { stable: string; steps: readonly number[] },
): Promise<void> {
  const state = newState(cluster, stable, steps);
  const { annotations } = service.metadata;
  await onFreshService(cluster, async (live) => {
    if (stateOf(live) !== undefined) throw underWayFailure(live);
    if (servingRevision(live) !== stable) {
      throw new Failure('what serves has changed meanwhile: npx . cluster status shows it, then try again');
    }
    try {
      await cluster.kubectl.apply([
        {
          ...service,
          metadata: {
            ...service.metadata,
            resourceVersion: live.metadata.resourceVersion,
            annotations: { ...(annotations as object | undefined), ...stateAnnotation(state) },
          },
          spec: {
            ...service.spec,
            template: withId(service.spec.template, state.id),
            traffic: allTo(stable),
          },
        },
      ]);
      return true;
    } catch (error) {
      if (error instanceof ServerError && error.reason === 'Conflict') return undefined;
      throw error;
    }
  });
}

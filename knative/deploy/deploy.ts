import { Failure, messageOf } from '../../tools/failure.ts';
import { ServerError } from '../../tools/kubectl.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { refuseForeign } from '../../tools/ownership.ts';
import { KIND_CONTEXT } from '../kind/names.ts';
import { BUSY, newId, newState, refuseWhileUnderWay, servingRevision } from '../rollout/begin.ts';
import { allTo, withId } from '../rollout/changes.ts';
import type { Limits } from '../rollout/decide.ts';
import type { KubectlCluster } from '../rollout/kubectl-cluster.ts';
import { report, runRollout } from '../rollout/run.ts';
import { ID_LABEL, stateAnnotation } from '../rollout/state.ts';
import type { Say } from '../rollout/step.ts';
import { untilServing } from '../rollout/waiting.ts';
import { sameJson } from '../service/merge-patch.ts';
import { imageOf, type KnativeService, sharesOf, type Template, templateOf } from '../service/service.ts';
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
  if (live !== undefined) refuseWhileUnderWay(live);
  const kept = live === undefined ? await findStopped(kubectl, installation) : keptOf(live);
  const manifests = await manifestsOf(cluster, options, kept, say);
  if (live !== undefined) refuseForeign([{ ...manifests.service, metadata: live.metadata }], kubectl.context);
  const isNamespace = ({ kind }: Manifest) => kind === 'Namespace';
  for (const namespace of manifests.others.filter(isNamespace)) {
    await prepareNamespace(kubectl, namespace, say);
  }
  await kubectl.apply(manifests.others.filter((manifest) => !isNamespace(manifest)));
  if (live === undefined || sharesOf(live).size === 0) return first(cluster, manifests, options.limits, say);

  const stable = servingRevision(live);
  if (await isUpToDate(cluster, manifests, { live, stable })) {
    say(`${stable} serves this already`);
    return;
  }
  await begin(cluster, manifests, { live, stable, steps: options.steps });
  report(await runRollout(cluster, options.limits, say), say);
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

interface Present {
  live: KnativeService;
  stable: string;
}

/** Whether the manifests change nothing of what is there, and what is there is what serves. */
async function isUpToDate(
  cluster: KubectlCluster,
  { service }: Manifests,
  { live, stable }: Present,
): Promise<boolean> {
  const id = live.spec.template.metadata?.labels?.[ID_LABEL];
  const template = id === undefined ? service.spec.template : withId(service.spec.template, id);
  const applied = await cluster.kubectl.apply<KnativeService>(
    [{ ...service, spec: { ...service.spec, template } }],
    ['--dry-run=server'],
  );
  if (!sameJson(applied.spec.template, live.spec.template)) return false;
  if (live.status?.latestCreatedRevisionName === stable) return true;
  return sameTemplate(templateOf(await cluster.revision(stable)), live.spec.template);
}

function sameTemplate(one: Template, other: Template): boolean {
  const plain = ({ metadata, spec }: Template) => ({
    labels: { ...metadata?.labels, [ID_LABEL]: '' },
    annotations: metadata?.annotations ?? {},
    spec,
  });
  return sameJson(plain(one), plain(other));
}

/** As `beginRollout` does, with a template from outside. */
async function begin(
  cluster: KubectlCluster,
  { service }: Manifests,
  { live, stable, steps }: Present & { steps: readonly number[] },
): Promise<void> {
  const state = newState(cluster, stable, steps);
  const { annotations } = service.metadata;
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
  } catch (error) {
    if (!(error instanceof ServerError && error.reason === 'Conflict')) throw error;
    throw new Failure(BUSY);
  }
}

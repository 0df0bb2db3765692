import { Failure, messageOf } from '../../tools/failure.ts';
import { type Kubectl, ServerError } from '../../tools/kubectl.ts';
import { NAME, SERVICE_KIND } from '../../tools/names.ts';
import { BUSY, newState, refuseWhileUnderWay, servingRevision } from '../rollout/begin.ts';
import { allTo, withId } from '../rollout/changes.ts';
import type { Cluster } from '../rollout/cluster.ts';
import type { Limits } from '../rollout/decide.ts';
import { clientFor, kubectlCluster, serviceOf } from '../rollout/kubectl-cluster.ts';
import { report, runRollout } from '../rollout/run.ts';
import { ID_LABEL, stateAnnotation } from '../rollout/state.ts';
import type { Say } from '../rollout/step.ts';
import { sameJson } from '../service/merge-patch.ts';
import { conditionOf, type KnativeService, sharesOf, type Template, templateOf } from '../service/service.ts';
import { smoke } from '../smoke/smoke.ts';
import { type Manifests, overlayFolder, render, withImage } from './overlay.ts';

export interface DeployOptions {
  overlay: string;
  /** Instead of the overlay's. */
  image: string | undefined;
  gateway: string | undefined;
  steps: readonly number[];
  limits: Limits;
}

/**
 * Brings an overlay to the cluster, as often as one likes: the first time as it is, later, when something changed, as
 * a rollout.
 * @throws Failure when it does not serve
 */
export async function deploy(kubectl: Kubectl, options: DeployOptions, say: Say): Promise<void> {
  const rendered = await render(kubectl, overlayFolder(options.overlay));
  const manifests = options.image === undefined ? rendered : withImage(rendered, options.image);
  const live = await kubectl.find<KnativeService>(SERVICE_KIND, NAME, NAME);
  if (live !== undefined) refuseWhileUnderWay(live);
  await kubectl.apply(manifests.others);
  if (live === undefined || sharesOf(live).size === 0) return first(kubectl, manifests, options, say);

  const cluster = kubectlCluster(kubectl, options.gateway);
  const stable = servingRevision(live);
  if (await isUpToDate(kubectl, cluster, manifests, { live, stable })) {
    say(`${stable} serves this already`);
    return;
  }
  await begin(kubectl, cluster, manifests, { live, stable, steps: options.steps });
  report(await runRollout(cluster, options.limits, say), say);
}

async function first(
  kubectl: Kubectl,
  { service }: Manifests,
  { gateway, limits }: DeployOptions,
  say: Say,
): Promise<void> {
  await kubectl.apply([service]);
  const ready = await waitUntilReady(kubectl, limits.readyMs);
  const client = await clientFor(kubectl, ready, gateway);
  try {
    const { model, medianMs } = await smoke(client);
    say(`smoke test: passed, model ${model.version}, ${Math.round(medianMs)} ms a photo`);
  } catch (error) {
    throw new Failure(
      `it is there, but the smoke test failed: ${messageOf(error)}; npx . cluster logs shows more`,
    );
  } finally {
    client.close();
  }
}

const WAIT_SECONDS = 5;

/** @throws Failure that says what Knative complains about, as soon as it does */
async function waitUntilReady(kubectl: Kubectl, readyMs: number): Promise<KnativeService> {
  const cluster = kubectlCluster(kubectl, undefined);
  const endsAt = Date.now() + readyMs;
  for (;;) {
    const condition = 'condition=Ready';
    const ready = await kubectl.wait(SERVICE_KIND, NAME, NAME, { condition, seconds: WAIT_SECONDS });
    const service = await serviceOf(kubectl);
    if (ready) return service;
    const { status, reason, message } = conditionOf(service, 'ConfigurationsReady');
    // What it says of a former specification does not count.
    const isSeen = service.status?.observedGeneration === service.metadata.generation;
    const revision = service.status?.latestCreatedRevisionName;
    const podComplaint = isSeen && revision ? await cluster.podComplaint(revision) : undefined;
    const complaint = podComplaint ?? [reason, message].filter(Boolean).join(': ');
    // Pods end, and clusters grow: room may come.
    const isFull = complaint.includes('Unschedulable');
    const failed = isSeen && ((status === 'False' && !isFull) || podComplaint !== undefined);
    if (failed || Date.now() > endsAt) {
      const late = failed ? '' : ` within ${readyMs / 1000} s`;
      throw new Failure(
        `it is not ready${late}: ${complaint || 'no reason given'}; npx . cluster status shows more`,
      );
    }
  }
}

interface Present {
  live: KnativeService;
  stable: string;
}

/** Whether the manifests change nothing of what is there, and what is there is what serves. */
async function isUpToDate(
  kubectl: Kubectl,
  cluster: Cluster,
  { service }: Manifests,
  { live, stable }: Present,
): Promise<boolean> {
  const id = live.spec.template.metadata?.labels?.[ID_LABEL];
  const template = id === undefined ? service.spec.template : withId(service.spec.template, id);
  const { metadata } = service;
  const applied = await kubectl.apply<KnativeService>(
    [{ ...service, metadata, spec: { ...service.spec, template } }],
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
  kubectl: Kubectl,
  cluster: Cluster,
  { service }: Manifests,
  { live, stable, steps }: Present & { steps: readonly number[] },
): Promise<void> {
  const state = newState(cluster, stable, steps);
  const { annotations } = service.metadata;
  try {
    await kubectl.apply([
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

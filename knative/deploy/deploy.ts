import { Failure, messageOf } from '../../tools/failure.ts';
import { ServerError } from '../../tools/kubectl.ts';
import { BUSY, newId, newState, refuseWhileUnderWay, servingRevision } from '../rollout/begin.ts';
import { allTo, withId } from '../rollout/changes.ts';
import type { Limits } from '../rollout/decide.ts';
import type { KubectlCluster } from '../rollout/kubectl-cluster.ts';
import { report, runRollout } from '../rollout/run.ts';
import { ID_LABEL, stateAnnotation } from '../rollout/state.ts';
import type { Say } from '../rollout/step.ts';
import { untilServing } from '../rollout/waiting.ts';
import { sameJson } from '../service/merge-patch.ts';
import { type KnativeService, sharesOf, type Template, templateOf } from '../service/service.ts';
import { smoke } from '../smoke/smoke.ts';
import { type Manifests, overlayFolder, render, withImage } from './overlay.ts';

export interface DeployOptions {
  overlay: string;
  /** Instead of the overlay's. */
  image: string | undefined;
  steps: readonly number[];
  limits: Limits;
}

/** Deploys an overlay; what serves already is replaced by a rollout. @throws Failure when it does not serve */
export async function deploy(cluster: KubectlCluster, options: DeployOptions, say: Say): Promise<void> {
  const rendered = await render(cluster.kubectl, overlayFolder(options.overlay), cluster.installation);
  const manifests = options.image === undefined ? rendered : withImage(rendered, options.image);
  const live = await cluster.find();
  if (live !== undefined) refuseWhileUnderWay(live);
  await cluster.kubectl.apply(manifests.others);
  if (live === undefined || sharesOf(live).size === 0) return first(cluster, manifests, options.limits, say);

  const stable = servingRevision(live);
  if (await isUpToDate(cluster, manifests, { live, stable })) {
    say(`${stable} serves this already`);
    return;
  }
  await begin(cluster, manifests, { live, stable, steps: options.steps });
  report(await runRollout(cluster, options.limits, say), say);
}

async function first(
  cluster: KubectlCluster,
  { service }: Manifests,
  limits: Limits,
  say: Say,
): Promise<void> {
  const ready = await serve(cluster, service, limits);
  const client = await cluster.clientOf(ready);
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

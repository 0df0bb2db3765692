import { plural } from '../../tools/plural.ts';
import { REVISION_LABEL } from '../names.ts';
import { candidatePercent, FAILED_ANNOTATION, PREVIOUS_ANNOTATION, stateOf } from '../rollout/state.ts';
import { isEnding, isReady, type Pod } from '../service/pod.ts';
import {
  conditionOf,
  imageOf,
  type KnativeService,
  type Revision,
  sharesOf,
  templateOf,
  urlOf,
} from '../service/service.ts';

/** How a person reaches the function and its commands. */
interface Access {
  address: URL | undefined;
  group: 'kind' | 'cluster';
}

/** What is so, for a person, one line each; the last one says what to look at next where something is not well. */
export function statusLines(
  service: KnativeService,
  revisions: readonly Revision[],
  pods: readonly Pod[],
  { address, group }: Access = { address: urlOf(service), group: 'cluster' },
): string[] {
  const { status, reason, message } = conditionOf(service, 'Ready');
  const complaint = [reason, message].filter(Boolean).join(': ');
  return [
    `address   ${address?.href ?? 'none yet'}`,
    `ready     ${status === 'True' ? 'yes' : `${status === 'False' ? 'no' : 'not yet'}${complaint && `, ${complaint}`}`}`,
    `image     ${imageOf(service.spec.template)}`,
    `pods      ${scaleOf(service)}`,
    ...rolloutLines(service),
    ...revisions.flatMap((revision) => revisionLines(service, revision, pods)),
    ...(status === 'False'
      ? [`next: kubectl describe revision --namespace ${service.metadata.namespace}, or npx . ${group} logs`]
      : []),
  ];
}

/** The same as data, for programs. */
export function statusFacts(
  service: KnativeService,
  revisions: readonly Revision[],
  pods: readonly Pod[],
  { address }: Pick<Access, 'address'>,
) {
  const { status, reason, message } = conditionOf(service, 'Ready');
  const state = stateOf(service);
  const { [FAILED_ANNOTATION]: failed, [PREVIOUS_ANNOTATION]: previous } = service.metadata.annotations ?? {};
  const shares = sharesOf(service);
  return {
    address: address?.href ?? null,
    ready: status === 'True',
    ...(status !== 'True' && { reason, message }),
    image: imageOf(service.spec.template),
    rollout: state === undefined ? null : { started_at: state.startedAt, steps: state.steps },
    failed_rollout: failed ?? null,
    previous_revision: previous ?? null,
    revisions: revisions.map((revision) => {
      const { name } = revision.metadata;
      const own = pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === name);
      return {
        ...{ name, image: imageOf(templateOf(revision)), traffic_percent: shares.get(name) ?? 0 },
        ...{ pods: own.length, pods_ready: own.filter(isReady).length },
      };
    }),
  };
}

function scaleOf({ spec }: KnativeService): string {
  const annotation = (name: string) =>
    spec.template.metadata?.annotations?.[`autoscaling.knative.dev/${name}`] ?? 'default';
  return `${annotation('min-scale')} to ${annotation('max-scale')}`;
}

function rolloutLines(service: KnativeService): string[] {
  const state = stateOf(service);
  const { [FAILED_ANNOTATION]: failed, [PREVIOUS_ANNOTATION]: previous } = service.metadata.annotations ?? {};
  if (state !== undefined) {
    const percent = candidatePercent(service);
    const share = percent === undefined ? 'not ready yet' : `${percent} %`;
    return [`rollout   under way since ${state.startedAt}: ${share} of ${state.steps.join(', ')} %`];
  }
  return [
    ...(failed === undefined ? [] : [`rollout   the last one went back: ${failed}`]),
    ...(previous === undefined ? [] : [`rollback  would go to ${previous}`]),
  ];
}

/** Nothing for a revision that is history: without traffic, without pods. */
function revisionLines(service: KnativeService, revision: Revision, pods: readonly Pod[]): string[] {
  const { name } = revision.metadata;
  const traffic = trafficOf(service, name);
  const own = pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === name);
  if (traffic === '' && own.length === 0) return [];
  const ready = own.filter(isReady).length;
  const ending = own.filter(isEnding).length;
  const running = own.length === 0 ? 'at zero' : `${ready} of ${plural(own.length, 'pod')} ready`;
  const columns = [
    `revision  ${name}`,
    traffic || 'no traffic',
    `${running}${ending > 0 ? `, ${ending} ending` : ''}`,
    imageOf(templateOf(revision)),
  ];
  return [columns.join('  ')];
}

function trafficOf(service: KnativeService, revision: string): string {
  return (service.status?.traffic ?? [])
    .filter(({ revisionName }) => revisionName === revision)
    .map(({ percent = 0, tag }) => `${percent} %${tag === undefined ? '' : ` (tag ${tag})`}`)
    .join(' + ');
}

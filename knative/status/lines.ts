import { plural } from '../../tools/plural.ts';
import { REVISION_LABEL } from '../names.ts';
import { candidatePercent, FAILED_ANNOTATION, PREVIOUS_ANNOTATION, stateOf } from '../rollout/state.ts';
import { isEnding, isReady, type Pod } from '../service/pod.ts';
import {
  conditionOf,
  imageOf,
  type KnativeService,
  type Revision,
  templateOf,
  urlOf,
} from '../service/service.ts';

/** What is so, for a person, one line each; the last one says what to look at next where something is not well. */
export function statusLines(
  service: KnativeService,
  revisions: readonly Revision[],
  pods: readonly Pod[],
): string[] {
  const { status, reason, message } = conditionOf(service, 'Ready');
  const complaint = [reason, message].filter(Boolean).join(': ');
  return [
    `address   ${urlOf(service)?.href ?? 'none yet'}`,
    `ready     ${status === 'True' ? 'yes' : `${status === 'False' ? 'no' : 'not yet'}${complaint && `, ${complaint}`}`}`,
    `image     ${imageOf(service.spec.template)}`,
    `pods      ${scaleOf(service)}`,
    ...rolloutLines(service),
    ...revisions
      .filter((revision) => isOfInterest(service, revision, pods))
      .map((revision) => revisionLine(service, revision, pods)),
    ...(status === 'False'
      ? [`next: kubectl describe revision --namespace ${service.metadata.namespace}, or npx . cluster logs`]
      : []),
  ];
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

/** All others are history: without traffic, without pods. */
function isOfInterest(service: KnativeService, revision: Revision, pods: readonly Pod[]): boolean {
  const { name } = revision.metadata;
  return trafficOf(service, name) !== '' || podsOf(name, pods).length > 0;
}

function revisionLine(service: KnativeService, revision: Revision, pods: readonly Pod[]): string {
  const { name } = revision.metadata;
  const own = podsOf(name, pods);
  const ready = own.filter(isReady).length;
  const ending = own.filter(isEnding).length;
  const running = own.length === 0 ? 'at zero' : `${ready} of ${plural(own.length, 'pod')} ready`;
  return [
    `revision  ${name}`,
    trafficOf(service, name) || 'no traffic',
    `${running}${ending > 0 ? `, ${ending} ending` : ''}`,
    imageOf(templateOf(revision)),
  ].join('  ');
}

function trafficOf(service: KnativeService, revision: string): string {
  return (service.status?.traffic ?? [])
    .filter(({ revisionName }) => revisionName === revision)
    .map(({ percent = 0, tag }) => `${percent} %${tag === undefined ? '' : ` (tag ${tag})`}`)
    .join(' + ');
}

function podsOf(revision: string, pods: readonly Pod[]): Pod[] {
  return pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === revision);
}

import { type Json, mergePatch } from '../service/merge-patch.ts';
import { ID_LABEL, type KnativeService, type Template, type TrafficTarget } from '../service/service.ts';
import {
  CANDIDATE_TAG,
  FAILED_ANNOTATION,
  PREVIOUS_ANNOTATION,
  type RolloutState,
  STATE_ANNOTATION,
  stateAnnotation,
} from './state.ts';

// Each change of a rollout is one merge patch: it happens as a whole or not at all, and only to the Service that was
// read, for the resource version goes with it.

export type Patch = { metadata: Json; spec: Json };

/** All traffic to one revision, by name: nothing else than the next change here moves it. */
export function allTo(revision: string): TrafficTarget[] {
  return [{ revisionName: revision, percent: 100 }];
}

/** A template that makes a revision of its own, to be found by the rollout's id. */
export function withId(template: Template, id: string): Template {
  const { metadata } = template;
  return { ...template, metadata: { ...metadata, labels: { ...metadata?.labels, [ID_LABEL]: id } } };
}

/** A new revision, without traffic. */
export function begin(service: KnativeService, template: Template, state: RolloutState): Patch {
  return patch(service, stateAnnotation(state), {
    traffic: allTo(state.stable),
    template: mergePatch(service.spec.template, withId(template, state.id)),
  });
}

/** Writes down a state alone. */
export function mark(service: KnativeService, state: RolloutState): Patch {
  return patch(service, stateAnnotation(state), {});
}

/** Gives the candidate so much of the traffic, and an address. */
export function shift(
  service: KnativeService,
  state: RolloutState,
  { candidate, percent }: { candidate: string; percent: number },
): Patch {
  return patch(service, stateAnnotation(state), {
    traffic: [
      { revisionName: state.stable, percent: 100 - percent },
      { revisionName: candidate, percent, tag: CANDIDATE_TAG },
    ],
  });
}

/** The candidate is what serves from now on. */
export function finish(service: KnativeService, state: RolloutState, candidate: string): Patch {
  return patch(
    service,
    { [STATE_ANNOTATION]: null, [FAILED_ANNOTATION]: null, [PREVIOUS_ANNOTATION]: state.stable },
    { traffic: allTo(candidate) },
  );
}

/** All traffic to `revision`, and its template for the next change: Knative makes a revision of it without traffic. */
export function goBack(
  service: KnativeService,
  { revision, template, reason }: { revision: string; template: Template; reason?: string },
): Patch {
  return patch(
    service,
    {
      [STATE_ANNOTATION]: null,
      ...(reason === undefined ? { [PREVIOUS_ANNOTATION]: null } : { [FAILED_ANNOTATION]: reason }),
    },
    { traffic: allTo(revision), template: mergePatch(service.spec.template, template) },
  );
}

function patch(
  { metadata }: KnativeService,
  annotations: Record<string, string | null>,
  spec: { traffic?: TrafficTarget[]; template?: Json },
): Patch {
  return {
    metadata: { resourceVersion: metadata.resourceVersion, annotations },
    spec: spec as Json,
  };
}

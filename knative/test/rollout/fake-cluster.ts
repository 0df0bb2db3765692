import { Failure } from '../../../tools/failure.ts';
import type { Patch } from '../../rollout/changes.ts';
import type { Cluster } from '../../rollout/cluster.ts';
import { parseHistogram } from '../../rollout/histogram.ts';
import { CANDIDATE_TAG } from '../../rollout/state.ts';
import { sameJson } from '../../service/merge-patch.ts';
import { ID_LABEL, imageOf, type KnativeService, type Revision } from '../../service/service.ts';
import { type Group, metricsPage } from './pages.ts';

/** How the function of an image behaves. */
export interface Behaviour {
  /** Knative's word about it; it is ready otherwise. */
  ready?: 'False' | 'Unknown';
  /** Of the readiness. */
  reason?: string;
  smoke?: string;
  /** Why its pods do not run. */
  podComplaint?: string;
  /** Of its answers. */
  failing?: number;
  seconds?: number;
  /** queue-proxy's metrics are switched off. */
  mute?: boolean;
}

const REQUESTS_A_SECOND = 20;
const STARTED_AT = Date.parse('2026-01-01T00:00:00Z');
const ID = `cats-vs-dogs`;

/** The process of a rollout was killed. */
export class Killed extends Error {}

/** What Knative does with a Service, without Knative: revisions, traffic and their metrics, with a clock of its own. */
export class FakeCluster implements Cluster {
  readonly revisions = new Map<string, Revision>();
  /** Each specification of traffic that there ever was. */
  readonly history: string[] = [];
  readonly #behaviours: Readonly<Record<string, Behaviour>>;
  readonly #served = new Map<string, Map<string, Group>>();
  #service: KnativeService;
  #now = STARTED_AT;
  #version = 1;
  #configurationGeneration = 0;
  #callsUntilDeath = Number.POSITIVE_INFINITY;

  /** @param behaviours by image; the first one serves */
  constructor(behaviours: Readonly<Record<string, Behaviour>>) {
    this.#behaviours = behaviours;
    const image = Object.keys(behaviours)[0]!;
    this.#service = {
      metadata: { name: ID, resourceVersion: '1', generation: 1, annotations: {} },
      spec: {
        template: {
          metadata: { labels: { app: ID }, annotations: { 'autoscaling.knative.dev/min-scale': '0' } },
          spec: { containers: [{ image, name: 'user-container' }], timeoutSeconds: 90 },
        },
        traffic: [{ latestRevision: true, percent: 100 }],
      },
    };
    this.#makeRevision();
    this.#reconcile();
  }

  /** From now on the process lives for so many calls, then it dies: just before the cluster does what it asks. */
  killAfter(calls: number): void {
    this.#callsUntilDeath = calls;
  }

  get present(): KnativeService {
    return structuredClone(this.#service);
  }

  /** The traffic as it is asked for, in short. */
  get traffic(): string {
    return this.#service.spec
      .traffic!.map(
        ({ revisionName, percent, tag }) => `${revisionName ?? 'latest'} ${percent}${tag ? ` ${tag}` : ''}`,
      )
      .join(', ');
  }

  /** Somebody else changes the Service. */
  touch(): void {
    this.#version += 1;
    this.#service.metadata.resourceVersion = String(this.#version);
  }

  async service(): Promise<KnativeService> {
    this.#call();
    return this.present;
  }

  async revision(name: string): Promise<Revision> {
    this.#call();
    const revision = this.revisions.get(name);
    if (revision === undefined) throw new Failure(`the revision ${name} is gone`);
    return structuredClone(revision);
  }

  async revisionOf(id: string): Promise<Revision | undefined> {
    this.#call();
    const found = [...this.revisions.values()].find(({ metadata }) => metadata.labels?.[ID_LABEL] === id);
    return structuredClone(found);
  }

  async patch(change: Patch): Promise<boolean> {
    this.#call();
    const { resourceVersion } = change.metadata as { resourceVersion: string };
    if (resourceVersion !== this.#service.metadata.resourceVersion) return false;
    const before = this.#service;
    this.#service = merged(before, change) as KnativeService;
    this.touch();
    if (!sameJson(before.spec, this.#service.spec)) this.#service.metadata.generation += 1;
    if (!sameJson(before.spec.template, this.#service.spec.template)) this.#makeRevision();
    if (this.traffic !== this.history.at(-1)) this.history.push(this.traffic);
    return true;
  }

  async waitForRevision(): Promise<void> {
    this.#call();
    this.#pass(5000);
  }

  async waitForTraffic(): Promise<void> {
    this.#call();
    this.#pass(1000);
    this.#reconcile();
  }

  async podComplaint(revision: string): Promise<string | undefined> {
    this.#call();
    return this.#behaviourOf(revision).podComplaint;
  }

  async histograms(revision: string): Promise<Map<string, ReturnType<typeof parseHistogram>>> {
    this.#call();
    if (this.#behaviourOf(revision).mute === true) throw new Failure('no metrics');
    const groups = [...(this.#served.get(revision)?.values() ?? [])];
    return new Map([[`${revision}-pod`, parseHistogram(metricsPage(groups))]]);
  }

  async smokeCandidate(service: KnativeService): Promise<string> {
    this.#call();
    const target = service.status?.traffic?.find(({ tag }) => tag === CANDIDATE_TAG);
    const { smoke } = this.#behaviourOf(target!.revisionName!);
    if (smoke !== undefined) throw new Failure(smoke);
    return 'passed';
  }

  async pause(milliseconds: number): Promise<void> {
    this.#call();
    this.#pass(milliseconds);
  }

  now(): number {
    return this.#now;
  }

  #call(): void {
    if (this.#callsUntilDeath <= 0) throw new Killed();
    this.#callsUntilDeath -= 1;
  }

  #behaviourOf(revision: string): Behaviour {
    return this.#behaviours[imageOf(this.revisions.get(revision)!)!] ?? {};
  }

  #makeRevision(): void {
    this.#configurationGeneration += 1;
    const name = `${ID}-${String(this.#configurationGeneration).padStart(5, '0')}`;
    const { metadata, spec } = this.#service.spec.template;
    const { ready = 'True', reason = 'ExitCode1' } = this.#behaviours[imageOf({ spec })!] ?? {};
    this.revisions.set(name, {
      metadata: {
        name,
        labels: { ...metadata?.labels, 'serving.knative.dev/service': ID },
        annotations: { ...metadata?.annotations, 'serving.knative.dev/creator': 'somebody' },
      },
      spec: structuredClone(spec),
      status: {
        conditions: [{ type: 'Ready', status: ready, ...(ready === 'False' && { reason }) }],
      },
    });
  }

  /** The traffic flows as it is asked for. */
  #reconcile(): void {
    const { metadata, spec } = this.#service;
    const latest = [...this.revisions.keys()].at(-1)!;
    this.#service.status = {
      observedGeneration: metadata.generation,
      latestCreatedRevisionName: latest,
      conditions: [{ type: 'RoutesReady', status: 'True' }],
      traffic: (spec.traffic ?? []).map((target) => ({
        ...target,
        revisionName: target.revisionName ?? latest,
      })),
    };
  }

  /** Time passes, and requests come meanwhile. */
  #pass(milliseconds: number): void {
    this.#now += milliseconds;
    const requests = (milliseconds / 1000) * REQUESTS_A_SECOND;
    for (const { revisionName, percent = 0 } of this.#service.status?.traffic ?? []) {
      const { failing = 0, seconds = 0.02 } = this.#behaviourOf(revisionName!);
      const share = (requests * percent) / 100;
      this.#serve(revisionName!, { status: 200, count: share * (1 - failing), seconds });
      this.#serve(revisionName!, { status: 500, count: share * failing, seconds });
    }
  }

  #serve(revision: string, group: Group): void {
    const groups = this.#served.get(revision) ?? new Map<string, Group>();
    this.#served.set(revision, groups);
    const key = String(group.status);
    groups.set(key, { ...group, count: group.count + (groups.get(key)?.count ?? 0) });
  }
}

/** RFC 7386. */
function merged(value: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete result[key];
    else result[key] = merged(result[key], change);
  }
  return result;
}

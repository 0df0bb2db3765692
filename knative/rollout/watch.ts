import { messageOf } from '../../tools/failure.ts';
import type { Cluster } from './cluster.ts';
import { describe, isTelling, judge } from './compare-revisions.ts';
import type { Observation } from './decide.ts';
import { type Summary, TrafficCounter } from './traffic.ts';

/** So many looks without an answer: one alone may be a pod that ends. */
const BLIND_AFTER = 3;

/** Looks at what the candidate and the stable revision answer from its first look on. */
export class Watch {
  readonly #cluster: Cluster;
  /** By revision. */
  readonly #counters: ReadonlyMap<string, TrafficCounter>;
  readonly #candidate = new TrafficCounter();
  readonly #stable = new TrafficCounter();
  #firstLookAt: number | undefined;
  #lastLookAt: number | undefined;
  #failures = 0;
  #complaint = '';

  constructor(cluster: Cluster, candidate: string, stable: string) {
    this.#cluster = cluster;
    this.#counters = new Map([
      [candidate, this.#candidate],
      [stable, this.#stable],
    ]);
  }

  async look(): Promise<void> {
    try {
      for (const [revision, counter] of this.#counters) {
        counter.observe(await this.#cluster.histograms(revision));
      }
      this.#lastLookAt = this.#cluster.now();
      this.#firstLookAt ??= this.#lastLookAt;
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      this.#complaint = messageOf(error);
    }
  }

  stableSummary(): Summary {
    return this.#stable.summary();
  }

  /** @param baseline what to compare with when the stable revision has too little traffic now */
  observation(baseline: Summary | undefined): NonNullable<Observation['watch']> {
    const reference = [this.stableSummary(), baseline].find(isTelling);
    return {
      // Only what was seen counts.
      elapsedMs: (this.#lastLookAt ?? 0) - (this.#firstLookAt ?? 0),
      verdict: judge(this.#candidate.summary(), reference),
      ...(this.#failures >= BLIND_AFTER && { blind: this.#complaint }),
    };
  }

  line(): string {
    const blink = this.#failures > 0 ? ` (${this.#complaint})` : '';
    return `  new: ${describe(this.#candidate.summary())}; old: ${describe(this.stableSummary())}${blink}`;
  }
}

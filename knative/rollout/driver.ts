import { newId, type RolloutState } from './state.ts';

/** How often the process that drives a rollout moves its counter. */
const RENEW_MS = 5000;
/** As long as the counter may stand still: a smoke test may wait 30 s for an address. */
export const LEASE_MS = 45_000;

/** What a process does next about a rollout. */
export type Turn = 'drive' | 'claim' | 'watch';

/**
 * One process drives a rollout: the one whose id is on the Service, as long as its counter moves. Each process measures
 * with its own clock how long the counter stands still, since clocks of machines differ.
 */
export class Driver {
  readonly #id = newId();
  #beats = 0;
  #hasLeft = false;
  #renewedAtMs = 0;
  #seen = { mark: '', sinceMs: 0 };

  /** Whether this process drives, must write its mark first, or waits for the process that drives. */
  turn({ driver }: RolloutState, nowMs: number): Turn {
    if (driver === undefined) return 'claim';
    if (driver.id === this.#id) return nowMs - this.#renewedAtMs < RENEW_MS ? 'drive' : 'claim';
    const mark = `${driver.id} ${driver.beat}`;
    if (mark !== this.#seen.mark) this.#seen = { mark, sinceMs: nowMs };
    return nowMs - this.#seen.sinceMs < LEASE_MS ? 'watch' : 'claim';
  }

  /** The state with this process's mark, its counter moved. */
  marked(state: RolloutState, nowMs: number): RolloutState {
    this.#renewedAtMs = nowMs;
    this.#beats += 1;
    return { ...state, driver: { id: this.#id, beat: this.#beats } };
  }

  /** From now on this process changes nothing of the rollout. */
  leave(): void {
    this.#hasLeft = true;
  }

  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  drives({ driver }: RolloutState): boolean {
    return driver?.id === this.#id;
  }
}

import { AskError } from './ask.ts';

/** Why no photo is sent now. */
export type Hold = {
  readonly reason: 'busy' | 'limited' | 'offline' | 'key' | 'unreachable';
  readonly untilMs?: number;
};

type Work = {
  /** Has the photo answered. @throws AskError */
  run(id: number): Promise<void>;
  failed(id: number, error: AskError): void;
  /** Called when sending stops, and with undefined when it goes on. */
  held(hold: Hold | undefined): void;
};

const MOST_IN_FLIGHT = 8;
const FIRST_IN_FLIGHT = 3;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const MOST_REFUSALS = 5;

const holdReasons: Record<string, Hold['reason']> = {
  api_key_required: 'key',
  rate_limited: 'limited',
  offline: 'offline',
  unreachable: 'unreachable',
  timeout: 'unreachable',
};

/**
 * Sends photos in their order, at most 8 at once. It sends fewer when the service is busy, and more again with each answer;
 * all photos wait as long as the service asked for one of them.
 */
export function createQueue({ run, failed, held }: Work) {
  let line: number[] = [];
  /** Grows with each clear: what is on its way then concerns nobody. */
  let round = 0;
  let running = 0;
  let most = FIRST_IN_FLIGHT;
  let hold: Hold | undefined;
  /** Refusals since the last answer, of all photos. */
  let refusals = 0;
  const refusalsOf = new Map<number, number>();

  function pump(): void {
    while (hold === undefined && running + 1 <= most && line.length > 0) void send(line.shift()!);
  }

  async function send(id: number): Promise<void> {
    const ownRound = round;
    running += 1;
    try {
      await run(id);
      most = Math.min(MOST_IN_FLIGHT, most + 1 / most);
      refusals = 0;
      refusalsOf.delete(id);
    } catch (thrown) {
      if (ownRound === round) refuse(id, thrown);
    }
    running -= 1;
    pump();
  }

  function refuse(id: number, thrown: unknown): void {
    const error =
      thrown instanceof AskError ? thrown : new AskError('This photo cannot be read.', 'unreadable', false);
    const reason = holdReasons[error.code] ?? (error.status === 503 ? 'busy' : undefined);
    if (reason !== undefined) pause(reason, error.retryAfterMs);
    const count = (refusalsOf.get(id) ?? 0) + 1;
    // A photo is not given up for a key, a limit or a network that is away: these say nothing of it.
    const isLasting =
      reason === 'busy' ? count > MOST_REFUSALS : reason === undefined || reason === 'unreachable';
    if (isLasting) {
      refusalsOf.delete(id);
      failed(id, error);
    } else {
      refusalsOf.set(id, count);
      line.unshift(id);
    }
  }

  function pause(reason: Hold['reason'], retryAfterMs: number): void {
    // The others that were on their way are refused as well: that is one refusal.
    if (hold !== undefined) return;
    most = Math.max(1, most / 2);
    if (reason === 'key') set({ reason });
    else if (reason === 'offline') {
      set({ reason });
      addEventListener('online', () => release('offline'), { once: true });
    } else {
      const backOffMs = Math.min(FIRST_WAIT_MS * 2 ** refusals, LONGEST_WAIT_MS) * (0.75 + Math.random() / 2);
      refusals += 1;
      const waitMs = Math.max(retryAfterMs, backOffMs);
      set({ reason, untilMs: Date.now() + waitMs });
      setTimeout(() => release(reason), waitMs);
    }
  }

  function set(value: Hold | undefined): void {
    hold = value;
    held(hold);
  }

  function release(reason: Hold['reason']): void {
    if (hold?.reason !== reason) return;
    set(undefined);
    pump();
  }

  return {
    add(ids: readonly number[]): void {
      line.push(...ids);
      pump();
    },
    /** Goes on after a wait for this reason. */
    release,
    clear(): void {
      round += 1;
      line = [];
      refusalsOf.clear();
      if (hold !== undefined) set(undefined);
    },
  };
}

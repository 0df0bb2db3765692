import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../tools/failure.ts';
import type { Answer, Client } from '../../tools/http.ts';
import type { KnownPhoto } from './photos.ts';

/** What became of all that was sent. */
export interface Tally {
  sent: number;
  /** Answers by status. */
  statuses: Record<number, number>;
  /** Right answers by the revision that gave them. */
  revisions: Record<string, number>;
  /** A sentence for each request that got no answer, and each answer that was not right; all are counted. */
  complaints: string[];
  /** Statuses other than 200 that came without a Retry-After. */
  withoutRetryAfter: number;
  latenciesMs: number[];
}

/** Another CPU's kernels round differently; int8 steps are larger than that. */
const PROBABILITY_TOLERANCE = 0.02;

function emptyTally(): Tally {
  return { sent: 0, statuses: {}, revisions: {}, complaints: [], withoutRetryAfter: 0, latenciesMs: [] };
}

/** Sends one photo and counts what comes back; never rejects. */
async function count(client: Client, { content, prediction, probability }: KnownPhoto, tally: Tally) {
  tally.sent += 1;
  const headers = { 'content-type': 'image/jpeg' };
  try {
    const answer = await client.ask({ method: 'POST', path: '/predict', headers, body: content });
    const { status } = answer;
    tally.latenciesMs.push(answer.milliseconds);
    tally.statuses[status] = (tally.statuses[status] ?? 0) + 1;
    if (status !== 200) {
      if (answer.headers['retry-after'] === undefined) tally.withoutRetryAfter += 1;
      tally.complaints.push(`${status}: ${answer.body.toString('utf8').slice(0, 200)}`);
      return;
    }
    const found = predictionOf(answer);
    if (
      found.prediction !== prediction ||
      Math.abs(found.probability - probability) > PROBABILITY_TOLERANCE
    ) {
      tally.complaints.push(
        `${found.prediction} ${found.probability} instead of ${prediction} ${probability}`,
      );
      return;
    }
    const revision = String(answer.headers['x-revision']);
    tally.revisions[revision] = (tally.revisions[revision] ?? 0) + 1;
  } catch (error) {
    tally.complaints.push(`no answer: ${messageOf(error)}`);
  }
}

function predictionOf({ body }: Answer): { prediction: string; probability: number } {
  return JSON.parse(body.toString('utf8'));
}

/** Sends photos at a steady rate, whatever becomes of those before, and checks each answer. */
export class Traffic {
  readonly #stop = new AbortController();
  readonly #tally = emptyTally();
  readonly #sending: Promise<void>;

  constructor(client: Client, photos: readonly KnownPhoto[], { perSecond }: { perSecond: number }) {
    this.#sending = this.#send(client, photos, 1000 / perSecond);
  }

  /** Waits for the last answers. */
  async stop(): Promise<Tally> {
    this.#stop.abort();
    await this.#sending;
    return this.#tally;
  }

  get sent(): number {
    return this.#tally.sent;
  }

  async #send(client: Client, photos: readonly KnownPhoto[], intervalMs: number): Promise<void> {
    const startedAt = performance.now();
    const open: Promise<void>[] = [];
    while (!this.#stop.signal.aborted) {
      open.push(count(client, photos[open.length % photos.length]!, this.#tally));
      const dueMs = startedAt + open.length * intervalMs - performance.now();
      await pause(Math.max(0, dueMs), undefined, { signal: this.#stop.signal }).catch(() => {});
    }
    await Promise.all(open);
  }
}

/** Sends so many photos at once. */
export async function burst(client: Client, photos: readonly KnownPhoto[], size: number): Promise<Tally> {
  const tally = emptyTally();
  await Promise.all(
    Array.from({ length: size }, (_, index) => count(client, photos[index % photos.length]!, tally)),
  );
  return tally;
}

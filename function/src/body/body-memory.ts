import { overloaded } from '../errors.ts';

export const SEGMENT_BYTES = 64 * 1024;
// Pieces up to here are left to the garbage collector, which is fast enough for them.
const LARGE_BYTES = 512 * 1024;
// As many as are decoded at once; the others wait in their segments.
const SLABS = 2;
// What a rush took and nobody needs any more is left to the garbage collector after this.
const TRIM_INTERVAL_MS = 5000;

/**
 * The memory of all bodies: a fixed number of segments that are used again, and a few slabs in which a large body is
 * put together when its turn comes.
 *
 * What a buffer leaves behind lies outside of the heap and is given back at the next full collection only: under a
 * storm of large uploads, buffers of their own took four times what was held.
 */
export class BodyMemory {
  readonly #segments: Pool;
  readonly #slabs: Pool;
  readonly #waiting: ((slab: Buffer) => void)[] = [];

  constructor(limits: { maxHeldBytes: number; maxBodyBytes: number; trimIntervalMs?: number }) {
    const { maxHeldBytes, maxBodyBytes, trimIntervalMs = TRIM_INTERVAL_MS } = limits;
    this.#segments = new Pool(Math.ceil(maxHeldBytes / SEGMENT_BYTES), SEGMENT_BYTES, trimIntervalMs);
    // Pages that nothing is written to cost addresses only.
    this.#slabs = new Pool(SLABS, maxBodyBytes, trimIntervalMs);
  }

  /** The bytes of all segments that hold bodies. */
  get heldBytes(): number {
    return this.#segments.usedBytes;
  }

  /** @throws RequestError overloaded when all segments hold bodies */
  takeSegment(): Buffer {
    const segment = this.#segments.take();
    if (segment === undefined) throw overloaded();
    return segment;
  }

  giveSegment(segment: Buffer): void {
    this.#segments.give(segment);
  }

  /** Memory for a whole body of this length; waits where it is large and all slabs are in use. */
  async takeWhole(bytes: number): Promise<{ memory: Buffer; give: () => void }> {
    if (bytes <= LARGE_BYTES) return { memory: Buffer.allocUnsafe(bytes), give: () => {} };
    const slab = this.#slabs.take() ?? (await new Promise<Buffer>((resolve) => this.#waiting.push(resolve)));
    return { memory: slab, give: () => this.#giveSlab(slab) };
  }

  #giveSlab(slab: Buffer): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next(slab);
    else this.#slabs.give(slab);
  }
}

/** Buffers of one size that are used again. Those that were free for a whole interval are let go. */
class Pool {
  readonly #maxBuffers: number;
  readonly #bufferBytes: number;
  readonly #trimIntervalMs: number;
  readonly #free: Buffer[] = [];
  #buffers = 0;
  /** The fewest that were free at once in this interval. */
  #leastFree = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(maxBuffers: number, bufferBytes: number, trimIntervalMs: number) {
    this.#maxBuffers = maxBuffers;
    this.#bufferBytes = bufferBytes;
    this.#trimIntervalMs = trimIntervalMs;
  }

  get usedBytes(): number {
    return (this.#buffers - this.#free.length) * this.#bufferBytes;
  }

  /** Undefined when all are in use. */
  take(): Buffer | undefined {
    const free = this.#free.pop();
    this.#leastFree = Math.min(this.#leastFree, this.#free.length);
    if (free !== undefined) return free;
    if (this.#buffers >= this.#maxBuffers) return undefined;
    this.#buffers += 1;
    return Buffer.allocUnsafeSlow(this.#bufferBytes);
  }

  give(buffer: Buffer): void {
    this.#free.push(buffer);
    this.#timer ??= setTimeout(() => this.#trim(), this.#trimIntervalMs).unref();
  }

  #trim(): void {
    this.#free.splice(0, this.#leastFree);
    this.#buffers -= this.#leastFree;
    this.#leastFree = this.#free.length;
    this.#timer =
      this.#leastFree === 0 ? undefined : setTimeout(() => this.#trim(), this.#trimIntervalMs).unref();
  }
}

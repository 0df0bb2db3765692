import { overloaded } from '../errors.ts';

export const SEGMENT_BYTES = 64 * 1024;
// Pieces up to here are left to the garbage collector, which is fast enough for them.
const LARGE_BYTES = 512 * 1024;
// As many as are decoded at once; the others wait in their segments.
const SLABS = 2;

/**
 * The memory of all bodies: a fixed number of segments that are used again, and a few slabs in which a large body is
 * put together when its turn comes.
 *
 * What a buffer leaves behind lies outside of the heap and is given back at the next full collection only: under a
 * storm of large uploads, buffers of their own took four times what was held.
 */
export class BodyMemory {
  readonly #maxSegments: number;
  readonly #maxBodyBytes: number;
  readonly #freeSegments: Buffer[] = [];
  readonly #freeSlabs: Buffer[] = [];
  readonly #waiting: ((slab: Buffer) => void)[] = [];
  #segments = 0;
  #slabs = 0;

  constructor(limits: { maxHeldBytes: number; maxBodyBytes: number }) {
    this.#maxSegments = Math.ceil(limits.maxHeldBytes / SEGMENT_BYTES);
    this.#maxBodyBytes = limits.maxBodyBytes;
  }

  /** The bytes of all segments that hold bodies. */
  get heldBytes(): number {
    return (this.#segments - this.#freeSegments.length) * SEGMENT_BYTES;
  }

  /** @throws RequestError overloaded when all segments hold bodies */
  takeSegment(): Buffer {
    const free = this.#freeSegments.pop();
    if (free !== undefined) return free;
    if (this.#segments >= this.#maxSegments) throw overloaded();
    this.#segments += 1;
    return Buffer.allocUnsafeSlow(SEGMENT_BYTES);
  }

  giveSegment(segment: Buffer): void {
    this.#freeSegments.push(segment);
  }

  /** Memory for a whole body of this length; waits where it is large and all slabs are in use. */
  async takeWhole(bytes: number): Promise<{ memory: Buffer; give: () => void }> {
    if (bytes <= LARGE_BYTES) return { memory: Buffer.allocUnsafe(bytes), give: () => {} };
    const slab = await this.#takeSlab();
    return { memory: slab, give: () => this.#giveSlab(slab) };
  }

  async #takeSlab(): Promise<Buffer> {
    const free = this.#freeSlabs.pop();
    if (free !== undefined) return free;
    if (this.#slabs >= SLABS) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#slabs += 1;
    // Pages that nothing is written to cost addresses only.
    return Buffer.allocUnsafeSlow(this.#maxBodyBytes);
  }

  #giveSlab(slab: Buffer): void {
    const next = this.#waiting.shift();
    if (next !== undefined) next(slab);
    else this.#freeSlabs.push(slab);
  }
}

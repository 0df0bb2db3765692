// Photos are mostly smaller; for these the garbage collector is fast enough.
const LARGE_BYTES = 512 * 1024;

/**
 * Memory for large bodies that is used again. What a body leaves behind is outside of the heap, and is given back only
 * at the next full collection: under a storm of large uploads that was twice what was held.
 */
export class BodyBuffers {
  readonly #capacity: number;
  readonly #maxSpare: number;
  readonly #spare: Buffer[] = [];

  /** @param maxBytes of one body; @param maxHeldBytes of all bodies together */
  constructor(maxBytes: number, maxHeldBytes: number) {
    this.#capacity = maxBytes;
    this.#maxSpare = Math.floor(maxHeldBytes / maxBytes);
  }

  /** A buffer of at least `bytes`. Pages that nothing is written to cost addresses only. */
  take(bytes: number): Buffer {
    if (bytes <= LARGE_BYTES || bytes > this.#capacity) return Buffer.allocUnsafeSlow(bytes);
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(this.#capacity);
  }

  /** Takes back what `take` gave; nothing may read it any more. */
  give(buffer: Buffer): void {
    const isLarge = buffer.length === this.#capacity && this.#capacity > LARGE_BYTES;
    if (isLarge && this.#spare.length < this.#maxSpare) this.#spare.push(buffer);
  }
}

type Task = { bytes: number; isHeavy: boolean };
type Waiting = Task & { start: () => void };

/**
 * Lets decodes run at once as far as their number and their estimated memory allow; the others wait in line. Heavy ones
 * leave a place free, where there are two or more, and let light ones overtake them: a good photo does not wait
 * behind a dozen pictures of 49 megapixels.
 */
export class DecodeGate {
  readonly maxBytes: number;
  readonly #concurrency: number;
  readonly #maxHeavy: number;
  readonly #line: Waiting[] = [];
  #running = 0;
  #heavy = 0;
  #bytes = 0;

  constructor(concurrency: number, maxBytes: number) {
    this.#concurrency = concurrency;
    this.#maxHeavy = Math.max(1, concurrency - 1);
    this.maxBytes = maxBytes;
  }

  /** Runs `task` when it fits beside the running ones; `bytes` must not be over maxBytes. */
  async run<T>(bytes: number, task: () => Promise<T>, isHeavy = false): Promise<T> {
    const mayStart = this.#fits({ bytes, isHeavy }) && !this.#line.some((one) => isHeavy || !one.isHeavy);
    if (mayStart) this.#take({ bytes, isHeavy });
    else await new Promise<void>((start) => this.#line.push({ bytes, isHeavy, start }));
    try {
      return await task();
    } finally {
      this.#running -= 1;
      this.#heavy -= Number(isHeavy);
      this.#bytes -= bytes;
      this.#startWaiting();
    }
  }

  #fits({ bytes, isHeavy }: Task): boolean {
    const hasPlace = this.#running < this.#concurrency && !(isHeavy && this.#heavy >= this.#maxHeavy);
    return hasPlace && this.#bytes + bytes <= this.maxBytes;
  }

  #take({ bytes, isHeavy }: Task): void {
    this.#running += 1;
    this.#heavy += Number(isHeavy);
    this.#bytes += bytes;
  }

  #startWaiting(): void {
    for (let i = 0; i < this.#line.length; ) {
      const next = this.#line[i]!;
      if (this.#fits(next)) {
        this.#line.splice(i, 1);
        this.#take(next);
        next.start();
      } else if (next.isHeavy) i += 1;
      else return;
    }
  }
}

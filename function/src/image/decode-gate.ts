type Waiting = { bytes: number; start: () => void };

/** Lets decodes run at once as far as their number and their estimated memory allow; the others wait in line. */
export class DecodeGate {
  readonly maxBytes: number;
  readonly #concurrency: number;
  readonly #line: Waiting[] = [];
  #running = 0;
  #bytes = 0;

  constructor(concurrency: number, maxBytes: number) {
    this.#concurrency = concurrency;
    this.maxBytes = maxBytes;
  }

  /** Runs `task` when it fits beside the running ones; `bytes` must not be over maxBytes. */
  async run<T>(bytes: number, task: () => Promise<T>): Promise<T> {
    if (this.#line.length > 0 || !this.#fits(bytes)) {
      await new Promise<void>((start) => this.#line.push({ bytes, start }));
    } else {
      this.#take(bytes);
    }
    try {
      return await task();
    } finally {
      this.#running -= 1;
      this.#bytes -= bytes;
      this.#startWaiting();
    }
  }

  #fits(bytes: number): boolean {
    return this.#running < this.#concurrency && this.#bytes + bytes <= this.maxBytes;
  }

  #take(bytes: number): void {
    this.#running += 1;
    this.#bytes += bytes;
  }

  #startWaiting(): void {
    for (let next = this.#line[0]; next !== undefined && this.#fits(next.bytes); next = this.#line[0]) {
      this.#line.shift();
      this.#take(next.bytes);
      next.start();
    }
  }
}

import { SingleBar } from 'cli-progress';

const NO_TERMINAL_INTERVAL_MS = 10_000;

/** A bar on stderr, or a line now and then where that is no terminal. */
export class Progress {
  readonly #bar = new SingleBar({
    format:
      '{bar} {percentage} % | {value} of {total} | {rate} photos/s | {failed} errors | {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: NO_TERMINAL_INTERVAL_MS,
    // Over more than the last few: a bar that changes its mind each second tells nothing.
    etaBuffer: 500,
  });
  readonly #startedAtMs = performance.now();
  #done = 0;
  #failed = 0;

  constructor(total: number, former: number) {
    this.#bar.start(total, former, { rate: '-', failed: 0 });
  }

  add(failed: boolean): void {
    this.#done += 1;
    if (failed) this.#failed += 1;
    this.#bar.increment(1, { rate: Math.round(this.photosPerSecond), failed: this.#failed });
  }

  get photosPerSecond(): number {
    return (this.#done / (performance.now() - this.#startedAtMs)) * 1000;
  }

  stop(): void {
    this.#bar.stop();
  }
}

import { SingleBar } from 'cli-progress';

const NO_TERMINAL_INTERVAL_MS = 10_000;

/** A bar on stderr, or a line now and then where that is no terminal. */
export function startProgress(total: number, former: number) {
  const bar = new SingleBar({
    format:
      '{bar} {percentage} % | {value} of {total} | {rate} photos/s | {failed} errors | {eta_formatted} left',
    stream: process.stderr,
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: NO_TERMINAL_INTERVAL_MS,
    // Over more than the last few: a bar that changes its mind each second tells nothing.
    etaBuffer: 500,
  });
  const startedAtMs = performance.now();
  let done = 0;
  let failed = 0;
  const photosPerSecond = () => (done / (performance.now() - startedAtMs)) * 1000;
  bar.start(total, former, { rate: '-', failed });
  return {
    photosPerSecond,
    add(isFailed: boolean): void {
      done += 1;
      if (isFailed) failed += 1;
      bar.increment(1, { rate: Math.round(photosPerSecond()), failed });
    },
    stop: (): void => bar.stop(),
  };
}

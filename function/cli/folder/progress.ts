import progressBars, { type Options, type Params } from 'cli-progress';

const { Format: bars } = progressBars;
/** A guess from fewer photos changes its mind each second. */
const MIN_PHOTOS_FOR_ETA = 20;

/** A bar where the stream is a terminal; nothing elsewhere, or for `quiet`. */
export function startProgress(
  total: number,
  former: number,
  quiet = false,
  stream: NodeJS.WriteStream = process.stderr,
) {
  const startedAtMs = performance.now();
  let done = 0;
  let failed = 0;
  const photosPerSecond = () => (done / (performance.now() - startedAtMs)) * 1000;
  const format = (options: Options, { value, progress }: Params) => {
    const rate = photosPerSecond();
    const leftSeconds = Math.ceil((total - value) / rate);
    return [
      `${bars.BarFormat(progress, options)} ${Math.floor(progress * 100)} %`,
      `${value} of ${total}`,
      ...(done > 0 ? [`${Math.round(rate)} photos/s`] : []),
      ...(failed > 0 ? [`${failed} errors`] : []),
      ...(done >= MIN_PHOTOS_FOR_ETA ? [`${bars.TimeFormat(leftSeconds, options, 1)} left`] : []),
    ].join(' | ');
  };
  const isShown = !quiet && stream.isTTY === true;
  const bar = isShown ? new progressBars.SingleBar({ format, stream, hideCursor: true }) : undefined;
  bar?.start(total, former);
  return {
    photosPerSecond,
    add(isFailed: boolean): void {
      done += 1;
      if (isFailed) failed += 1;
      bar?.increment(1);
    },
    stop: (): void => bar?.stop(),
  };
}

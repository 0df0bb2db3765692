import { spawnSync } from 'node:child_process';
import sharp from 'sharp';
import { median } from './statistics.ts';

/**
 * sharp alone: the photo to 224 x 224 raw pixels with sharp's default kernel, in a bare loop with `inFlight` photos at
 * once.
 */
export async function sharpAlone(photo: Buffer, durationMs: number, inFlight: number) {
  sharp.cache(false);
  sharp.concurrency(1);
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + durationMs;
  const loop = async (): Promise<void> => {
    for (let before = performance.now(); before < endsAt; ) {
      await sharp(photo).resize(224, 224, { fit: 'fill' }).raw().toBuffer();
      const after = performance.now();
      latenciesMs.push(after - before);
      before = after;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, loop));
  const seconds = (performance.now() - startedAt) / 1000;
  return { photosPerSecond: latenciesMs.length / seconds, p50Ms: median(latenciesMs) };
}

/** node alone: wall time in ms from spawn to exit of `node -e 0`. */
export function nodeAlone(): number {
  const before = performance.now();
  const { status } = spawnSync(process.execPath, ['-e', '0']);
  if (status !== 0) throw new Error(`node -e 0 ended with ${status}`);
  return performance.now() - before;
}

import { spawnSync } from 'node:child_process';

/** Wall time in ms from spawn to exit of `node -e 0`. */
export function nodeAlone(): number {
  const before = performance.now();
  const { status } = spawnSync(process.execPath, ['-e', '0']);
  if (status !== 0) throw new Error(`node -e 0 ended with ${status}`);
  return performance.now() - before;
}

import type { Writable } from 'node:stream';

/** About 3,000 lines of requests. */
const MAX_QUEUED_BYTES = 2 ** 20;

export type LogLines = ReturnType<typeof createLogLines>;

/**
 * Writes lines to stdout, each at once where its reader keeps up. Where it does not, a bounded queue waits, and lines
 * beyond it are dropped and counted: a log that nobody reads must not stop the function.
 */
export function createLogLines(stream: Writable = process.stdout, maxQueuedBytes = MAX_QUEUED_BYTES) {
  let dropped = 0;
  // The reader has gone, or the disk is full.
  stream.on('error', () => {
    dropped += 1;
  });
  return {
    write(line: string): void {
      if (stream.writableLength + line.length > maxQueuedBytes) dropped += 1;
      else stream.write(line);
    },
    /** How many lines were dropped so far. */
    dropped: () => dropped,
    /** Resolves when all lines are written, or after `timeoutMs`. */
    flush: (timeoutMs: number) =>
      new Promise<void>((resolve) => {
        setTimeout(resolve, timeoutMs);
        stream.write('', () => resolve());
      }),
  };
}

/** How much one request of a batch may have. */
export type BatchLimits = { photos: number; bytes: number };

/** The function's defaults, for functions that do not say. */
export const DEFAULT_LIMITS: BatchLimits = { photos: 32, bytes: 64 * 1024 * 1024 };

/** What a form has around each photo, at most. */
const PART_BYTES = 1024;

/** Splits photos into batches within the limits. A photo that is too large for a batch is a batch of its own. */
export function splitBatches(photos: readonly Blob[], limits: BatchLimits): Blob[][] {
  const batches: Blob[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const photo of photos) {
    const size = photo.size + PART_BYTES;
    const batch = batches.at(-1);
    if (batch && batch.length < limits.photos && bytes + size <= limits.bytes) {
      batch.push(photo);
      bytes += size;
    } else {
      batches.push([photo]);
      bytes = size;
    }
  }
  return batches;
}

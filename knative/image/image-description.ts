export interface Layer {
  createdBy: string;
  bytes: number;
}

export interface ImageDescription {
  /** Of the configuration; the same in every store. */
  id: string;
  /** Of the manifest with its layers uncompressed; a registry gets them compressed, and has another. */
  digest?: string;
  /** From the bottom up. */
  layers: Layer[];
}

/** A step of an image's history as its Dockerfile has it, without hashes. */
export function readableStep(createdBy: string): string {
  return createdBy
    .replace(/^\/bin\/sh -c (#\(nop\) +)?/, '')
    .replace(/ (dir|file|multi):[0-9a-f]{64} in /, ' ')
    .replace(/ # buildkit$/, '')
    .trim();
}

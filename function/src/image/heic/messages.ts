/** What the decoder asks of its worker, and in which order: a file, then the picture in it. */
export type HeicRequest =
  | { open: Uint8Array<ArrayBuffer>; maxHeapBytes: number; maxPixels: number }
  | { decode: true; maxHeapBytes: number };

/** A picture that is open but not decoded; sizes in pixels. */
export type OpenedHeic = {
  /** Of the primary picture, before it is turned. */
  width: number;
  height: number;
  /** What one call of the decoder decodes: a tile, or the whole picture. */
  decodedPixels: number;
  /** Of the result. */
  outputPixels: number;
};

/** Why a file was not decoded. */
export type HeicFailure = 'corrupt' | 'unsupported' | 'memory';

/** `mustEnd` when the worker's heap has grown, which never shrinks, or its state is unknown. */
export type HeicReply = { mustEnd: boolean } & (
  | { opened: OpenedHeic }
  /** The decoded picture, reduced and uncompressed. */
  | { tiff: Uint8Array<ArrayBuffer> }
  | { failure: HeicFailure; reason: string }
);

export type HeicWorkerData = { compiled: unknown; displayP3Profile: Uint8Array };

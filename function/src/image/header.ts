/** What a file declares of its picture, read without decoding anything. */
export type ImageHeader = {
  width: number;
  height: number;
  /**
   * Memory that the decode takes, but for a JPEG that is read row by row: it is shrunk on the way and takes next to
   * none. The factors were measured with libvips 8.18 on pictures of 20 megapixels.
   */
  decodeBytes: number;
  /** Frames of an animation or pages of a document; counting ends soon after the limit. */
  frames: number;
  /** Separately stored parts of one page (TIFF strips or tiles). */
  strips: number;
  /** How often the decoder goes over the whole picture (scans of a progressive JPEG). */
  scans: number;
};

/** A picture that its file holds once, in one piece. */
export const SINGLE = { frames: 1, strips: 1, scans: 1 };

/** Rows that are held between decoder and resizer where a picture is read row by row. */
const STREAMED_ROWS = 1200;

/** Memory of a picture that is read row by row. */
export function streamedBytes(width: number, height: number, bytesPerPixel: number): number {
  return width * Math.min(height, STREAMED_ROWS) * bytesPerPixel;
}

/** Counting frames ends here: more are refused. */
export const MAX_FRAMES = 1000;

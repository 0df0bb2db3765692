import type { ImageFormat } from './format.ts';
import { readGifHeader } from './headers/gif.ts';
import { readJpegHeader } from './headers/jpeg.ts';
import { readPngHeader } from './headers/png.ts';
import { readTiffHeader } from './headers/tiff.ts';
import { readWebpHeader } from './headers/webp.ts';

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

/** Rows that are held between decoder and resizer where a picture is read row by row. */
const STREAMED_ROWS = 1200;

/** Memory of a picture that is read row by row. */
export function streamedBytes(width: number, height: number, bytesPerPixel: number): number {
  return width * Math.min(height, STREAMED_ROWS) * bytesPerPixel;
}

/** Counting frames ends here: more are refused. */
export const MAX_FRAMES = 1000;

const readers: Partial<Record<ImageFormat, (file: Buffer) => ImageHeader>> = {
  jpeg: readJpegHeader,
  png: readPngHeader,
  gif: readGifHeader,
  webp: readWebpHeader,
  tiff: readTiffHeader,
};

/**
 * Reads the header, or returns undefined for a format whose container only its library can read (AVIF).
 * Sharp's metadata() costs a tenth of a small photo's decode; this costs microseconds.
 * @throws RangeError when the file ends within its header or the header is nonsense
 */
export function readHeader(file: Buffer, format: ImageFormat): ImageHeader | undefined {
  return readers[format]?.(file);
}

import type { ImageFormat } from './format.ts';
import type { ImageHeader } from './header.ts';
import { readGifHeader } from './containers/gif.ts';
import { readJpegHeader } from './containers/jpeg.ts';
import { readPngHeader } from './containers/png.ts';
import { readTiffHeader } from './containers/tiff.ts';
import { readWebpHeader } from './containers/webp.ts';

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

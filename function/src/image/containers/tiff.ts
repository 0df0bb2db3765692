import { type Container, streamedBytes } from '../container.ts';
import { MAX_FRAMES } from '../limits.ts';
import { readDirectories, type TiffEntry } from '../tiff-directory.ts';

const tags = {
  width: 256,
  height: 257,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  rowsPerStrip: 278,
  planarConfiguration: 284,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
} as const;

const SHORT = 3;
const LONG = 4;
const ENTRY_BYTES = 12;
const INK = 5;
const JPEG_COMPRESSIONS = [6, 7];
// libtiff reads each value and libvips copies the large ones, once when the header is read and once for the pixels.
const VALUE_COPIES = 4;

/** TIFF 6.0, section 2: how the pixels are cut, which libvips does not tell, and what all directories hold. */
export function readTiff(file: Buffer): Container {
  const pages: Map<number, TiffEntry>[] = [];
  let valueBytes = 0;
  for (const entries of readDirectories(file)) {
    pages.push(entries);
    for (const { bytes } of entries.values()) valueBytes += ENTRY_BYTES + (bytes > 4 ? bytes : 0);
    // libtiff reads every value of every page: a thousand that lie over each other would take seconds.
    if (valueBytes > file.length) throw new RangeError('values that overlap or lie outside the file');
    if (pages.length > MAX_FRAMES) break;
  }
  const [first] = pages;
  if (first === undefined) throw new RangeError('no directory');
  const numberOf = (tag: number, otherwise: number) => {
    const entry = first.get(tag);
    if (entry === undefined) return otherwise;
    const isNumber = entry.count === 1 && (entry.type === SHORT || entry.type === LONG);
    if (!isNumber) throw new RangeError(`tag ${tag} is no number`);
    return entry.value;
  };
  const width = numberOf(tags.width, 0);
  const height = numberOf(tags.height, 0);
  const isTiled = first.has(tags.tileOffsets);
  const heldWidth = width + (isTiled ? numberOf(tags.tileWidth, 0) : 0);
  const heldRows = isTiled
    ? numberOf(tags.tileHeight, height)
    : Math.min(height, numberOf(tags.rowsPerStrip, height));
  // A JPEG in a strip may be a progressive one.
  const isJpeg = JPEG_COMPRESSIONS.includes(numberOf(tags.compression, 1));
  const hasPlanes = numberOf(tags.planarConfiguration, 1) !== 1;
  return {
    parts: [file],
    size: { width, height },
    pages: pages.length,
    strips: first.get(isTiled ? tags.tileOffsets : tags.stripOffsets)?.count ?? 0,
    // Colours of ink take twice the time of others.
    codedPixels: (numberOf(tags.photometric, 1) === INK ? 2 : 1) * width * height,
    openBytes: valueBytes * VALUE_COPIES,
    pixelBytes(picture) {
      const { bytesPerPixel } = picture;
      // One strip or one row of tiles is held at a time, and once more while it is unpacked.
      const unpacked = (isJpeg ? 4 : 2) * heldWidth * heldRows * bytesPerPixel;
      const planes = hasPlanes ? 2 * width * height * bytesPerPixel : 0;
      return Math.max(unpacked + streamedBytes(picture), planes);
    },
  };
}

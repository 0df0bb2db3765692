import { RequestError } from '../../errors.ts';
import { type Container, streamedBytes } from '../container.ts';
import { RAW_PHOTO, unsupported } from '../format.ts';
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
  subfileType: 254,
  maker: 271,
  subDirectories: 330,
  dngVersion: 50_706,
} as const;

const SHORT = 3;
const LONG = 4;
const ENTRY_BYTES = 12;
const INK = 5;
const JPEG_COMPRESSIONS = [6, 7];
// None, LZW, deflate and PackBits: libvips unpacks them row by row.
const ROW_COMPRESSIONS = [1, 5, 8, 32_773, 32_946];
// Those of fax and JPEG too.
const READ_COMPRESSIONS = [...ROW_COMPRESSIONS, 2, 3, 4, 6, 7];
const LAB_COLOURS = [8, 9, 10];
const MAX_HELD_ROWS = 128;
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
  if (isRaw(file, first)) throw unsupported(RAW_PHOTO);
  const width = numberOf(tags.width, 0);
  const height = numberOf(tags.height, 0);
  const isTiled = first.has(tags.tileOffsets);
  const heldWidth = width + (isTiled ? numberOf(tags.tileWidth, 0) : 0);
  const compression = numberOf(tags.compression, 1);
  const photometric = numberOf(tags.photometric, 1);
  // A JPEG in a strip may be a progressive one.
  const isJpeg = JPEG_COMPRESSIONS.includes(compression);
  const hasPlanes = numberOf(tags.planarConfiguration, 1) !== 1;
  const isReadByRows = !isTiled && !hasPlanes && ROW_COMPRESSIONS.includes(compression);
  const partRows = numberOf(isTiled ? tags.tileHeight : tags.rowsPerStrip, height);
  const heldRows = isTiled ? partRows : Math.min(partRows, height, isReadByRows ? MAX_HELD_ROWS : height);
  return {
    parts: [file],
    oddity: oddityOf(compression, photometric),
    size: { width, height },
    pages: pages.length,
    strips: first.get(isTiled ? tags.tileOffsets : tags.stripOffsets)?.count ?? 0,
    // Colours of ink take twice the time of others.
    codedPixels: (photometric === INK ? 2 : 1) * width * height,
    // Of a strip that is read by rows libtiff holds a packed copy.
    openBytes: valueBytes * VALUE_COPIES + (isReadByRows ? file.length : 0),
    pixelBytes(picture) {
      const { bytesPerPixel } = picture;
      // One strip or one row of tiles is held at a time, and once more while it is unpacked.
      const unpacked = (isJpeg ? 4 : 2) * heldWidth * heldRows * bytesPerPixel;
      const planes = hasPlanes ? 2 * width * height * bytesPerPixel : 0;
      return Math.max(unpacked + streamedBytes(picture), planes);
    },
  };
}

/** DNG, CR2, and the others: their first picture is a small preview, the photo is in a directory below it. */
function isRaw(file: Buffer, first: ReadonlyMap<number, TiffEntry>): boolean {
  const isPreview = first.get(tags.subfileType)?.value === 1;
  return (
    first.has(tags.dngVersion) ||
    file.toString('latin1', 8, 10) === 'CR' ||
    (isPreview && first.has(tags.maker) && first.has(tags.subDirectories))
  );
}

function oddityOf(compression: number, photometric: number): RequestError | undefined {
  if (LAB_COLOURS.includes(photometric)) {
    return unsupported('This is a TIFF in Lab colours. Save it in RGB, or as JPEG.');
  }
  if (READ_COMPRESSIONS.includes(compression)) return undefined;
  const what = `This is a TIFF of compression ${compression}, which is not read here, or it is corrupt.`;
  return new RequestError('image_corrupt', `${what} Save it with LZW or deflate, or as JPEG.`);
}

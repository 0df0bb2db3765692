import { deflateSync } from 'node:zlib';

/** Tags of TIFF 6.0 and of its BigTIFF sibling that the corpus needs. */
export const TIFF_TAG = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  planarConfiguration: 284,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
} as const;

export const TIFF_COMPRESSION = { none: 1, deflate: 8 } as const;

export const TIFF_TYPE = { byte: 1, long: 4, undefined: 7, long8: 16 } as const;

/** A directory entry: tag, its values as LONG, or a bare type (LONG), count and offset to lie with. */
export type TiffEntry =
  | { tag: number; values: readonly number[] }
  | { tag: number; type?: number; count: number; offset: number };

const LONG = 4;
const HEADER_BYTES = 8;

/** The entries of a one-sample, eight-bit picture with its pixels in the given strips. */
export function greyTiffEntries(
  width: number,
  height: number,
  strips: {
    rowsPerStrip: number;
    offsets: readonly number[];
    byteCounts: readonly number[];
    compression?: number;
  },
): TiffEntry[] {
  return [
    { tag: TIFF_TAG.width, values: [width] },
    { tag: TIFF_TAG.height, values: [height] },
    { tag: TIFF_TAG.bitsPerSample, values: [8] },
    { tag: TIFF_TAG.compression, values: [strips.compression ?? TIFF_COMPRESSION.none] },
    { tag: TIFF_TAG.photometric, values: [1] },
    { tag: TIFF_TAG.stripOffsets, values: strips.offsets },
    { tag: TIFF_TAG.samplesPerPixel, values: [1] },
    { tag: TIFF_TAG.rowsPerStrip, values: [strips.rowsPerStrip] },
    { tag: TIFF_TAG.stripByteCounts, values: strips.byteCounts },
  ];
}

/**
 * A little-endian TIFF: header, `pixels` at byte 8, then one directory a page.
 * `lastNext` is the offset that the last directory names as its successor: 0 ends the file,
 * `'first'` makes the chain a circle.
 */
export function tiff(pixels: Buffer, pages: readonly TiffEntry[][], lastNext: 0 | 'first' = 0): Buffer {
  const padded = pixels.length % 2 === 0 ? pixels : Buffer.concat([pixels, Buffer.alloc(1)]);
  const parts: Buffer[] = [padded];
  let position = HEADER_BYTES + padded.length;
  const firstDirectory = position;
  pages.forEach((entries, page) => {
    const directoryBytes = 2 + 12 * entries.length + 4;
    const directory = Buffer.alloc(directoryBytes);
    const overflow: Buffer[] = [];
    let overflowAt = position + directoryBytes;
    directory.writeUInt16LE(entries.length, 0);
    entries.forEach((entry, index) => {
      const at = 2 + 12 * index;
      directory.writeUInt16LE(entry.tag, at);
      directory.writeUInt16LE(LONG, at + 2);
      if ('offset' in entry) {
        directory.writeUInt16LE(entry.type ?? LONG, at + 2);
        directory.writeUInt32LE(entry.count, at + 4);
        directory.writeUInt32LE(entry.offset, at + 8);
        return;
      }
      directory.writeUInt32LE(entry.values.length, at + 4);
      if (entry.values.length === 1) {
        directory.writeUInt32LE(entry.values[0] ?? 0, at + 8);
        return;
      }
      directory.writeUInt32LE(overflowAt, at + 8);
      const values = Buffer.from(Uint32Array.from(entry.values).buffer);
      overflow.push(values);
      overflowAt += values.length;
    });
    position = overflowAt;
    const isLast = page === pages.length - 1;
    directory.writeUInt32LE(
      isLast ? (lastNext === 'first' ? firstDirectory : 0) : position,
      directoryBytes - 4,
    );
    parts.push(directory, ...overflow);
  });
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('II*\0', 'latin1');
  header.writeUInt32LE(firstDirectory, 4);
  return Buffer.concat([header, ...parts]);
}

/** A picture of one column cut into one strip a row, all of them the same byte. */
export function tiffOfStrips(strips: number): Buffer {
  const offsets = new Array<number>(strips).fill(HEADER_BYTES);
  const byteCounts = new Array<number>(strips).fill(1);
  return tiff(Buffer.alloc(2), [greyTiffEntries(1, strips, { rowsPerStrip: 1, offsets, byteCounts })]);
}

/** Many one-pixel pages. */
export function tiffOfPages(pages: number): Buffer {
  const page = greyTiffEntries(1, 1, { rowsPerStrip: 1, offsets: [HEADER_BYTES], byteCounts: [1] });
  return tiff(Buffer.alloc(2), new Array<TiffEntry[]>(pages).fill(page));
}

/** A picture of ink in `height / rowsPerStrip` strips, which all have the same deflated bytes. */
export function cmykTiff(width: number, height: number, rowsPerStrip = 16): Buffer {
  const strip = deflateSync(Buffer.alloc(width * rowsPerStrip * 4, 77), { level: 1 });
  const strips = Math.ceil(height / rowsPerStrip);
  const grey = greyTiffEntries(width, height, {
    rowsPerStrip,
    offsets: new Array<number>(strips).fill(HEADER_BYTES),
    byteCounts: new Array<number>(strips).fill(strip.length),
    compression: TIFF_COMPRESSION.deflate,
  });
  const ink = new Map([
    [TIFF_TAG.photometric, [5]],
    [TIFF_TAG.samplesPerPixel, [4]],
    [TIFF_TAG.bitsPerSample, [8, 8, 8, 8]],
  ] as [number, number[]][]);
  return tiff(strip, [
    grey.map((entry) => ({ tag: entry.tag, values: ink.get(entry.tag) ?? valuesOf(entry) })),
  ]);
}

function valuesOf(entry: TiffEntry): readonly number[] {
  if ('values' in entry) return entry.values;
  throw new Error(`tag ${entry.tag} has no values`);
}

import { deflateSync } from 'node:zlib';

export type TiffShape = {
  /** The type of the size: SHORT 3, LONG 4, SLONG 9, LONG8 16. */
  type: 3 | 4 | 9 | 16;
  compression: 1 | 8;
  planar: 1 | 2;
  rowsPerStrip: number;
  /** A second, small size stands in the directory. */
  isDoubled: boolean;
};

type TiffPicture = {
  width: number;
  height: number;
  bits?: number;
  samples?: number;
  isClaimed?: boolean;
  isVariant?: boolean;
};

type Entry = [tag: number, type: number, values: number[]];

const HEADER_BYTES = 8;
// Stands for the place of the pixels, which is known when all entries are.
const PIXELS = -1;
const BYTES_OF_TYPE: Record<number, number> = { 3: 2, 4: 4, 9: 4, 16: 8 };

/** A black TIFF of any of these shapes, or of a size that it only claims. `isVariant` is tiled. */
export function tiffFile(picture: TiffPicture, shape: Partial<TiffShape> = {}): Buffer {
  const { width, height, bits = 8, samples = 3, isClaimed, isVariant } = picture;
  const { type = 4, compression = 8, planar = 1, rowsPerStrip = height, isDoubled = false } = shape;
  const side = 256;
  const across = isVariant ? side : width;
  const down = isVariant ? side : rowsPerStrip;
  const planes = planar === 2 ? samples : 1;
  const pieces = planes * Math.ceil(height / down) * (isVariant ? Math.ceil(width / side) : 1);
  const pieceBytes = isClaimed ? 64 : (across * down * samples * bits) / 8 / planes;
  const zeros = Buffer.alloc(Math.min(pieceBytes, 400e6));
  const piece = compression === 8 ? deflateSync(zeros, { level: 1 }) : zeros.subarray(0, 12e6);
  const many = (value: number) => new Array<number>(Math.min(pieces, 100_000)).fill(value);
  const pieceTags = isVariant
    ? [
        [322, 4, [side]],
        [323, 4, [side]],
        [324, 4, many(PIXELS)],
        [325, 4, many(piece.length)],
      ]
    : [
        [273, 4, many(PIXELS)],
        [278, type, [rowsPerStrip]],
        [279, 4, many(piece.length)],
      ];
  const doubled = [
    [256, 4, [10]],
    [257, 4, [10]],
    [278, 4, [1]],
  ];
  const entries = [
    [256, type, [width]],
    [257, type, [height]],
    [258, 3, new Array<number>(samples).fill(bits)],
    [259, 3, [compression]],
    [262, 3, [samples === 1 ? 1 : 2]],
    [277, 3, [samples]],
    [284, 3, [planar]],
    ...(samples === 4 ? [[338, 3, [2]]] : []),
    ...pieceTags,
    // Behind the others of their tags: libtiff takes the first.
    ...(isDoubled ? doubled : []),
  ] as Entry[];
  entries.sort(([a], [b]) => a - b);
  return withDirectory(piece, entries);
}

/** The header, the long values of entries, the pixels, and one directory. */
function withDirectory(pixels: Buffer, entries: readonly Entry[]): Buffer {
  const sizes = entries.map(([, type, values]) => BYTES_OF_TYPE[type]! * values.length);
  const pixelsAt = sizes.reduce((sum, size) => (size > 4 ? sum + size : sum), HEADER_BYTES);
  const file = Buffer.alloc(pixelsAt + pixels.length + (pixels.length % 2) + 2 + 12 * entries.length + 4);
  const directoryAt = file.length - 12 * entries.length - 6;
  file.write('II*\0', 'latin1');
  file.writeUInt32LE(directoryAt, 4);
  pixels.copy(file, pixelsAt);
  file.writeUInt16LE(entries.length, directoryAt);
  // First, so that their offsets are small numbers: some readers take an offset for the value.
  let end = HEADER_BYTES;
  for (const [index, [tag, type, values]] of entries.entries()) {
    const at = directoryAt + 2 + 12 * index;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(values.length, at + 4);
    const isLong = sizes[index]! > 4;
    if (isLong) file.writeUInt32LE(end, at + 8);
    const start = isLong ? end : at + 8;
    const bytes = BYTES_OF_TYPE[type]!;
    for (const [place, value] of values.entries()) {
      file.writeUIntLE(value === PIXELS ? pixelsAt : value, start + place * bytes, Math.min(bytes, 4));
    }
    if (isLong) end += sizes[index]!;
  }
  return file;
}

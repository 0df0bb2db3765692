import { type ImageHeader, MAX_FRAMES, streamedBytes } from '../header.ts';

const tags = {
  width: 256,
  height: 257,
  bitsPerSample: 258,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  planarConfiguration: 284,
  tileWidth: 322,
  tileHeight: 323,
  tileOffsets: 324,
} as const;

const SHORT = 3;
const ENTRY_BYTES = 12;

/** TIFF 6.0, section 2: the entries of the first directory, and the directories counted. */
export function readTiffHeader(file: Buffer): ImageHeader {
  const reader = readerOf(file);
  const first = reader.uint32(4);
  const entries = readDirectory(reader, first);
  const entryOf = (tag: number, otherwise: number) => entries.get(tag)?.value ?? otherwise;
  const width = entryOf(tags.width, 0);
  const height = entryOf(tags.height, 0);
  const samples = entryOf(tags.samplesPerPixel, 1);
  const bitsEntry = entries.get(tags.bitsPerSample);
  // More than two values do not fit in the entry itself; 16 bits is then the safe guess.
  const bits = bitsEntry === undefined ? 1 : bitsEntry.count > 2 ? 16 : bitsEntry.value;
  const bytesPerPixel = samples * Math.max(1, Math.ceil(bits / 8));
  const tiled = entries.has(tags.tileOffsets);
  const rowsHeld = tiled
    ? entryOf(tags.tileHeight, height)
    : Math.min(height, entryOf(tags.rowsPerStrip, height));
  const separatePlanes = entryOf(tags.planarConfiguration, 1) !== 1;
  const tileOverhang = tiled ? entryOf(tags.tileWidth, 0) : 0;
  // One strip or one row of tiles is held at a time, and once more while it is unpacked.
  const held =
    2 * (width + tileOverhang) * rowsHeld * bytesPerPixel + streamedBytes(width, height, bytesPerPixel);
  return {
    width,
    height,
    decodeBytes: separatePlanes ? Math.max(held, width * height * bytesPerPixel * 2) : held,
    frames: countDirectories(reader, first),
    strips: entries.get(tiled ? tags.tileOffsets : tags.stripOffsets)?.count ?? 0,
    scans: 1,
  };
}

type Reader = ReturnType<typeof readerOf>;

function readerOf(file: Buffer) {
  const isLittleEndian = file.readUInt8(0) === 0x49;
  return {
    uint16: (at: number) => (isLittleEndian ? file.readUInt16LE(at) : file.readUInt16BE(at)),
    uint32: (at: number) => (isLittleEndian ? file.readUInt32LE(at) : file.readUInt32BE(at)),
  };
}

function readDirectory(reader: Reader, at: number) {
  const entries = new Map<number, { count: number; value: number }>();
  const count = reader.uint16(at);
  for (let i = 0; i < count; i++) {
    const entry = at + 2 + i * ENTRY_BYTES;
    const isShort = reader.uint16(entry + 2) === SHORT;
    entries.set(reader.uint16(entry), {
      count: reader.uint32(entry + 4),
      value: isShort ? reader.uint16(entry + 8) : reader.uint32(entry + 8),
    });
  }
  return entries;
}

/** Ends soon after the limit, so a chain that bites its own tail is merely too long. */
function countDirectories(reader: Reader, first: number): number {
  let directories = 0;
  for (let at = first; at !== 0 && directories <= MAX_FRAMES; directories += 1) {
    at = reader.uint32(at + 2 + reader.uint16(at) * ENTRY_BYTES);
  }
  return directories;
}

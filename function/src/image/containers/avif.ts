import type { Container } from '../container.ts';

// libheif 1.23: frame, colour conversion and its copies.
const BYTES_PER_PIXEL = 20;
// EXIF and the like, read by libheif, copied by libvips and parsed by libexif.
const METADATA_COPIES = 4;

/**
 * ISO/IEC 14496-12, 8.11.3: what the items of the file hold together. libheif reads each of them, also where they
 * overlap: two hundred that share nine megabytes took two gigabytes.
 */
export function readAvif(file: Buffer): Container {
  const meta = findBox(file, 'meta', 0, file.length);
  // The version and flags of a full box come before what it holds.
  const location = findBox(file, 'iloc', meta.start + 4, meta.end);
  const itemBytes = sumExtents(file.subarray(location.start, location.end));
  if (itemBytes > file.length) throw new RangeError('items that overlap or lie outside the file');
  return {
    parts: [file],
    openBytes: file.length * METADATA_COPIES,
    pixelBytes: ({ width, height }) => width * height * BYTES_PER_PIXEL,
  };
}

/** The content of the only box of a type. */
function findBox(file: Buffer, type: string, from: number, to: number): { start: number; end: number } {
  let found: { start: number; end: number } | undefined;
  for (let at = from; at < to; ) {
    const bytes = file.readUInt32BE(at);
    const isLong = bytes === 1;
    const end = bytes === 0 ? to : at + (isLong ? Number(file.readBigUInt64BE(at + 8)) : bytes);
    if (end < at + 8) throw new RangeError('a box smaller than its header');
    if (file.toString('latin1', at + 4, at + 8) === type) {
      if (found !== undefined) throw new RangeError(`two ${type} boxes`);
      found = { start: at + (isLong ? 16 : 8), end: Math.min(end, to) };
    }
    at = end;
  }
  if (found === undefined) throw new RangeError(`no ${type} box`);
  return found;
}

function sumExtents(box: Buffer): number {
  const version = box.readUInt8(0);
  const offsetBytes = box.readUInt8(4) >> 4;
  const lengthBytes = box.readUInt8(4) & 15;
  const baseBytes = box.readUInt8(5) >> 4;
  const indexBytes = version === 0 ? 0 : box.readUInt8(5) & 15;
  const numberBytes = version < 2 ? 2 : 4;
  const items = box.readUIntBE(6, numberBytes);
  let at = 6 + numberBytes;
  let sum = 0;
  for (let item = 0; item < items; item += 1) {
    at += numberBytes + (version === 0 ? 0 : 2) + 2 + baseBytes;
    const extents = box.readUInt16BE(at);
    at += 2;
    for (let extent = 0; extent < extents; extent += 1) {
      at += indexBytes + offsetBytes;
      const bytes = lengthBytes === 8 ? Number(box.readBigUInt64BE(at)) : box.readUInt32BE(at);
      // No length would mean the whole file.
      if (lengthBytes === 0 || bytes === 0) throw new RangeError('an item without a length');
      sum += bytes;
      at += lengthBytes;
    }
  }
  return sum;
}

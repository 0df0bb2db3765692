import { type ImageHeader, MAX_FRAMES, SINGLE } from '../header.ts';

/** RFC 9649: VP8 (lossy), VP8L (lossless) or VP8X (extended) comes first. */
export function readWebpHeader(file: Buffer): ImageHeader {
  const chunk = file.toString('latin1', 12, 16);
  if (chunk === 'VP8 ') {
    const width = file.readUInt16LE(26) & 0x3fff;
    const height = file.readUInt16LE(28) & 0x3fff;
    // Lossy pictures are scaled while they are decoded, but a small shrink still needs half a frame.
    return { width, height, decodeBytes: width * height * 2, ...SINGLE };
  }
  if (chunk === 'VP8L') {
    const bits = file.readUInt32LE(21);
    const width = (bits & 0x3fff) + 1;
    const height = ((bits >>> 14) & 0x3fff) + 1;
    return { width, height, decodeBytes: width * height * 5, ...SINGLE };
  }
  if (chunk !== 'VP8X') throw new RangeError('unknown first chunk');
  const animated = (file.readUInt8(20) & 2) !== 0;
  const width = file.readUIntLE(24, 3) + 1;
  const height = file.readUIntLE(27, 3) + 1;
  if (!animated) return { width, height, decodeBytes: width * height * 5, ...SINGLE };
  return { ...SINGLE, width, height, decodeBytes: width * height * 12, frames: countFrames(file) };
}

function countFrames(file: Buffer): number {
  let frames = 0;
  for (let at = 12; at + 8 <= file.length && frames <= MAX_FRAMES; ) {
    if (file.toString('latin1', at, at + 4) === 'ANMF') frames += 1;
    const bytes = file.readUInt32LE(at + 4);
    at += 8 + bytes + (bytes & 1);
  }
  return frames;
}

import { type ImageHeader, MAX_FRAMES, SINGLE } from '../header.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const BYTES_PER_PIXEL = 6;

/** GIF89a: the logical screen, and the blocks counted without decoding them. */
export function readGifHeader(file: Buffer): ImageHeader {
  let width = file.readUInt16LE(6);
  let height = file.readUInt16LE(8);
  let frames = 0;
  let at = 13 + colourTableBytes(file.readUInt8(10));
  // A cut-off animation may still have its first frame: the end of the file ends the count.
  while (at < file.length && frames <= MAX_FRAMES) {
    const block = file.readUInt8(at);
    if (block === TRAILER) break;
    if (block === EXTENSION) {
      at = afterSubBlocks(file, at + 2);
    } else if (block === IMAGE && at + 10 <= file.length) {
      frames += 1;
      // The decoder grows the screen to hold a frame that reaches over it.
      width = Math.max(width, file.readUInt16LE(at + 1) + file.readUInt16LE(at + 5));
      height = Math.max(height, file.readUInt16LE(at + 3) + file.readUInt16LE(at + 7));
      at = afterSubBlocks(file, at + 11 + colourTableBytes(file.readUInt8(at + 9)));
    } else {
      break;
    }
  }
  if (frames === 0) throw new RangeError('no frame');
  return { ...SINGLE, width, height, decodeBytes: width * height * BYTES_PER_PIXEL, frames };
}

function colourTableBytes(packed: number): number {
  return packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0;
}

function afterSubBlocks(file: Buffer, from: number): number {
  let at = from;
  while (at < file.length) {
    const bytes = file.readUInt8(at);
    at += 1 + bytes;
    if (bytes === 0) break;
  }
  return at;
}

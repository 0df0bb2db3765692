import { type Container, MAX_PROFILE_BYTES, Remainder } from '../container.ts';
import type { Size } from '../limits.ts';
import { exifOrientation } from '../tiff-directory.ts';

const HEADER_BYTES = 12;
const MAX_CHUNKS = 65_536;
// Measured with libvips 8.18: what is held as a whole, of animations, lossless pictures and transparency.
const BYTES_PER_PIXEL: readonly [type: string, bytes: number][] = [
  ['ANMF', 12],
  ['VP8L', 4.1],
  ['ALPH', 2.1],
];
// All are scaled while they are decoded, to no less than the side that is wanted.
const BYTES_PER_SCALED_PIXEL = 18;
const metadata = new Set(['EXIF', 'XMP ']);

/** RFC 9649, section 2.3: the chunks of a RIFF file. */
export function readWebp(file: Buffer): Container {
  const rest = new Remainder(file);
  const types = new Set<string>();
  let orientation: number | undefined;
  let chunks = 0;
  let frames = 0;
  for (let at = HEADER_BYTES; at + 8 <= file.length; chunks += 1) {
    if (chunks > MAX_CHUNKS) throw new RangeError('too many chunks');
    const type = file.toString('latin1', at, at + 4);
    const dataBytes = file.readUInt32LE(at + 4);
    const end = at + 8 + dataBytes + (dataBytes & 1);
    types.add(type);
    // libwebp takes 13 s to count 50,000 of them.
    if (type === 'ANMF') frames += 1;
    if (type === 'EXIF') orientation ??= exifOrientation(file.subarray(at + 8, end));
    if (metadata.has(type) || (type === 'ICCP' && dataBytes > MAX_PROFILE_BYTES)) rest.leaveOut(at, end);
    at = end;
  }
  const bytesPerPixel = BYTES_PER_PIXEL.find(([type]) => types.has(type))?.[1] ?? 0;
  const parts = rest.parts();
  const bytesLeft = parts.reduce((sum, part) => sum + part.length, 0);
  // The length that the file declares must fit to what is left of it.
  const header = Buffer.from(file.subarray(0, HEADER_BYTES));
  header.writeUInt32LE(file.readUInt32LE(4) - (file.length - bytesLeft), 4);
  return {
    parts: bytesLeft === file.length ? parts : [header, parts[0]!.subarray(HEADER_BYTES), ...parts.slice(1)],
    size: sizeOf(file),
    pages: Math.max(1, frames),
    orientation: orientation ?? 1,
    openBytes: file.length,
    pixelBytes({ width, height }, sidePixels) {
      const shrink = Math.max(1, Math.min(width, height) / sidePixels);
      return width * height * (bytesPerPixel + BYTES_PER_SCALED_PIXEL / shrink ** 2);
    },
  };
}

/** By the first chunk: VP8 (lossy), VP8L (lossless) or VP8X (extended). */
function sizeOf(file: Buffer): Size {
  const type = file.toString('latin1', 12, 16);
  if (type === 'VP8X') return { width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
  if (type === 'VP8 ') {
    return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
  }
  const bits = file.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

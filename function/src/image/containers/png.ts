import { type Container, Remainder, streamedBytes } from '../container.ts';
import { exifOrientation } from '../tiff-directory.ts';

const SIGNATURE_BYTES = 8;
// Ten megabytes of chunks of 160 bytes.
const MAX_CHUNKS = 65_536;
/** Critical chunks, which begin with a capital letter, those that colours need, and small ones that most files have. */
const keptChunk = /^[A-Z]|^(tRNS|iCCP|sRGB|gAMA|cHRM|sBIT|bKGD|pHYs|tIME)$/;
// libpng's limit of an inflated chunk, and the most that deflated bytes can grow.
const MAX_PROFILE_BYTES = 8_000_000;
const MAX_INFLATION = 1032;
// libpng's, libvips's and sharp's.
const PROFILE_COPIES = 3;

/** PNG (third edition), section 5. Text chunks would be inflated while the header is read. */
export function readPng(file: Buffer): Container {
  const rest = new Remainder(file);
  let orientation = 1;
  let openBytes = 0;
  let chunks = 0;
  for (let at = SIGNATURE_BYTES; at + 8 <= file.length; chunks += 1) {
    if (chunks > MAX_CHUNKS) throw new RangeError('too many chunks');
    const dataBytes = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const end = at + 12 + dataBytes;
    if (type === 'iCCP') {
      openBytes = PROFILE_COPIES * Math.min(MAX_PROFILE_BYTES, dataBytes * MAX_INFLATION);
    }
    if (type === 'eXIf') orientation = exifOrientation(file.subarray(at + 8, end - 4));
    if (!keptChunk.test(type)) rest.leaveOut(at, end);
    at = end;
  }
  return {
    parts: rest.parts(),
    // IHDR is the first chunk.
    size: { width: file.readUInt32BE(16), height: file.readUInt32BE(20) },
    orientation,
    openBytes,
    pixelBytes: (picture) =>
      picture.isInterlaced
        ? picture.width * picture.height * picture.bytesPerPixel * 1.4
        : streamedBytes(picture),
  };
}

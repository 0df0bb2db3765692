import { constants, inflateSync } from 'node:zlib';
import { type Container, MAX_PROFILE_BYTES, Remainder, streamedBytes } from '../container.ts';
import { exifOrientation } from '../tiff-directory.ts';

const SIGNATURE_BYTES = 8;
// Ten megabytes of chunks of 160 bytes.
const MAX_CHUNKS = 65_536;
// libpng's, libvips's and sharp's.
const PROFILE_COPIES = 3;
/** Critical chunks, which begin with a capital letter, those of colours, and small ones that most files have. */
const keptChunk = /^[A-Z]|^(tRNS|sRGB|gAMA|cHRM|sBIT|bKGD|pHYs|tIME)$/;

/** PNG (third edition), section 5. Text chunks would be inflated while the header is read. */
export function readPng(file: Buffer): Container {
  const rest = new Remainder(file);
  let orientation: number | undefined;
  let profiles = 0;
  let hasProfile = false;
  let chunks = 0;
  for (let at = SIGNATURE_BYTES; at + 8 <= file.length; chunks += 1) {
    if (chunks > MAX_CHUNKS) throw new RangeError('too many chunks');
    const dataBytes = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const end = at + 12 + dataBytes;
    const data = file.subarray(at + 8, end - 4);
    if (type === 'eXIf') orientation ??= exifOrientation(data);
    if (type === 'iCCP') profiles += 1;
    if (type === 'iCCP' && profiles === 1 && isSmallProfile(data)) hasProfile = true;
    else if (!keptChunk.test(type)) rest.leaveOut(at, end);
    at = end;
  }
  return {
    parts: rest.parts(),
    // IHDR is the first chunk.
    size: { width: file.readUInt32BE(16), height: file.readUInt32BE(20) },
    orientation: orientation ?? 1,
    openBytes: hasProfile ? PROFILE_COPIES * MAX_PROFILE_BYTES : 0,
    pixelBytes: (picture) =>
      picture.isInterlaced
        ? picture.width * picture.height * picture.bytesPerPixel * 1.25
        : streamedBytes(picture),
  };
}

/** A chunk with a name, a zero, the method and the deflated profile, whose first number is its length. */
function isSmallProfile(chunk: Buffer): boolean {
  const deflated = chunk.subarray(chunk.indexOf(0) + 2);
  try {
    const start = inflateSync(deflated.subarray(0, 256), { finishFlush: constants.Z_SYNC_FLUSH });
    return start.readUInt32BE(0) <= MAX_PROFILE_BYTES;
  } catch {
    return false;
  }
}

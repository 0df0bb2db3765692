export type TiffEntry = { type: number; count: number; value: number; bytes: number };

// Bytes of a value by its type: TIFF 6.0, section 2, and BigTIFF's 64 bit types.
const BYTES_BY_TYPE = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
const SHORT = 3;
const HEADER_BYTES = 8;
const ENTRY_BYTES = 12;

/**
 * The directories of a TIFF, or of EXIF data, one after the other.
 * @throws RangeError when one lies outside the file, or has a tag twice or of an unknown type
 */
export function* readDirectories(file: Buffer): Generator<Map<number, TiffEntry>> {
  const isLittleEndian = file.readUInt8(0) === 0x49;
  const uint16 = (at: number) => (isLittleEndian ? file.readUInt16LE(at) : file.readUInt16BE(at));
  const uint32 = (at: number) => (isLittleEndian ? file.readUInt32LE(at) : file.readUInt32BE(at));
  let at = uint32(HEADER_BYTES - 4);
  while (at !== 0) {
    const entries = new Map<number, TiffEntry>();
    const end = at + 2 + uint16(at) * ENTRY_BYTES;
    for (let entry = at + 2; entry < end; entry += ENTRY_BYTES) {
      const tag = uint16(entry);
      const type = uint16(entry + 2);
      const count = uint32(entry + 4);
      const bytes = count * (BYTES_BY_TYPE[type] ?? 0);
      if (bytes === 0 || entries.has(tag)) throw new RangeError(`tag ${tag} has type ${type} or comes twice`);
      entries.set(tag, { type, count, bytes, value: type === SHORT ? uint16(entry + 8) : uint32(entry + 8) });
    }
    yield entries;
    at = uint32(end);
  }
}

const ORIENTATION = 0x112;

/** The orientation, 1 to 8, of EXIF data with or without their prefix; 1 if they have none or are broken. */
export function exifOrientation(exif: Buffer): number {
  try {
    const tiff = exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif;
    for (const entries of readDirectories(tiff)) {
      const value = entries.get(ORIENTATION)?.value ?? 1;
      return value >= 1 && value <= 8 ? value : 1;
    }
  } catch {
    // A photo with broken EXIF is shown as it is stored, as viewers do.
  }
  return 1;
}

import { type ImageHeader, SINGLE, streamedBytes } from '../header.ts';

const samplesByColourType: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** PNG (third edition), 11.2.1: IHDR is the first chunk. */
export function readPngHeader(file: Buffer): ImageHeader {
  if (file.toString('latin1', 12, 16) !== 'IHDR') throw new RangeError('IHDR is not the first chunk');
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  const bitDepth = file.readUInt8(24);
  const samples = samplesByColourType[file.readUInt8(25)];
  if (samples === undefined) throw new RangeError('unknown colour type');
  const interlaced = file.readUInt8(28) !== 0;
  // A palette is expanded to RGB or RGBA; an interlaced picture is held whole.
  const bytesPerPixel = samples === 1 ? 4 : samples * (bitDepth === 16 ? 2 : 1);
  const decodeBytes = interlaced
    ? Math.ceil(width * height * bytesPerPixel * 1.25)
    : streamedBytes(width, height, bytesPerPixel);
  return { ...SINGLE, width, height, decodeBytes };
}

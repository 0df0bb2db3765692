import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/** Colour types of the PNG specification (third edition, 11.2.1). */
export const PNG_COLOUR = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const;

const SAMPLES_PER_PIXEL: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

export interface PngHeader {
  width: number;
  height: number;
  bitDepth?: number;
  colourType?: number;
  interlaced?: boolean;
}

/** One chunk: length, type, data, CRC. */
export function pngChunk(type: string, data: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, checksum]);
}

function headerChunk(header: PngHeader): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(header.width, 0);
  data.writeUInt32BE(header.height, 4);
  data[8] = header.bitDepth ?? 8;
  data[9] = header.colourType ?? PNG_COLOUR.rgb;
  data[12] = header.interlaced ? 1 : 0;
  return pngChunk('IHDR', data);
}

/** A PNG of the given header whose compressed pixels are `idat`, whatever the header promises. */
export function pngWith(header: PngHeader, idat: Buffer, before: Buffer[] = []): Buffer {
  return Buffer.concat([
    SIGNATURE,
    headerChunk(header),
    ...before,
    pngChunk('IDAT', idat),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A complete black PNG: all its filter bytes and samples are zero, so it deflates 1000 to 1. */
export function blackPng(header: PngHeader, before: Buffer[] = []): Buffer {
  const bitsPerPixel = (SAMPLES_PER_PIXEL[header.colourType ?? PNG_COLOUR.rgb] ?? 1) * (header.bitDepth ?? 8);
  const bytesOf = (width: number, height: number): number =>
    width > 0 && height > 0 ? height * (1 + Math.ceil((width * bitsPerPixel) / 8)) : 0;
  const { width, height } = header;
  const reduced = (offset: number, step: number, size: number): number => Math.ceil((size - offset) / step);
  // The seven passes of Adam7: column offset and step, row offset and step.
  const passes = [
    [0, 8, 0, 8],
    [4, 8, 0, 8],
    [0, 4, 4, 8],
    [2, 4, 0, 4],
    [0, 2, 2, 4],
    [1, 2, 0, 2],
    [0, 1, 1, 2],
  ] as const;
  const bytes = header.interlaced
    ? passes.reduce((sum, [x, dx, y, dy]) => sum + bytesOf(reduced(x, dx, width), reduced(y, dy, height)), 0)
    : bytesOf(width, height);
  return pngWith(header, deflatedZeros(bytes), before);
}

/** zlib data that inflates to `bytes` zeros. */
export function deflatedZeros(bytes: number): Buffer {
  return deflateSync(Buffer.alloc(bytes), { level: 1 });
}

/** An embedded profile that inflates to `bytes` zeros. */
export function iccProfileBomb(bytes: number): Buffer {
  return pngChunk('iCCP', Buffer.concat([Buffer.from('bomb\0\0', 'latin1'), deflatedZeros(bytes)]));
}

/** A compressed text that inflates to `bytes` zeros. */
export function textBomb(bytes: number): Buffer {
  return pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflatedZeros(bytes)]));
}

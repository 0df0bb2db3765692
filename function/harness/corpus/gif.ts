export interface GifOptions {
  /** The logical screen, in pixels. */
  width: number;
  height: number;
  frames?: number;
  /** Each frame's own size; 1 x 1 unless told. */
  frameWidth?: number;
  frameHeight?: number;
}

const PALETTE_BLACK_AND_WHITE = Buffer.from('000000ffffff', 'hex');
const TRAILER = Buffer.from([0x3b]);

/** LZW of one black pixel: clear code 4, colour 0, end code 5 in three bits each (GIF89a, appendix F). */
const ONE_BLACK_PIXEL = Buffer.from([2, 2, 0b01_000_100, 0b1, 0]);

function screen(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.write('GIF89a', 'latin1');
  header.writeUInt16LE(width, 6);
  header.writeUInt16LE(height, 8);
  header[10] = 0x80; // a global palette of two colours
  return Buffer.concat([header, PALETTE_BLACK_AND_WHITE]);
}

function frame(width: number, height: number): Buffer {
  const control = Buffer.from([0x21, 0xf9, 4, 0, 1, 0, 0, 0]);
  const descriptor = Buffer.alloc(10);
  descriptor[0] = 0x2c;
  descriptor.writeUInt16LE(width, 5);
  descriptor.writeUInt16LE(height, 7);
  return Buffer.concat([control, descriptor, ONE_BLACK_PIXEL]);
}

/** A GIF whose frames each hold a single pixel of data, whatever sizes are declared. */
export function gif({ width, height, frames = 1, frameWidth = 1, frameHeight = 1 }: GifOptions): Buffer {
  const one = frame(frameWidth, frameHeight);
  return Buffer.concat([screen(width, height), Buffer.alloc(one.length * frames, one), TRAILER]);
}

/** Sub-blocks of a comment that never end: the reader must skip megabytes to find a picture. */
export function gifOfComments(bytes: number): Buffer {
  const block = Buffer.concat([Buffer.from([255]), Buffer.alloc(255, 0x20)]);
  return Buffer.concat([screen(8, 8), Buffer.from([0x21, 0xfe]), Buffer.alloc(bytes, block)]);
}

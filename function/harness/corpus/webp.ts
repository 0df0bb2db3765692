/** A RIFF chunk: four characters, little-endian length, data padded to even. */
export function riffChunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}

/** A WebP file of the given chunks. */
export function webp(chunks: readonly Buffer[]): Buffer {
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks]);
  const head = Buffer.alloc(8);
  head.write('RIFF', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
}

/** The extended header: canvas size and the animation flag (WebP container specification). */
export function webpCanvas(width: number, height: number, animated = false): Buffer {
  const data = Buffer.alloc(10);
  data[0] = animated ? 0b10 : 0;
  data.writeUIntLE(width - 1, 4, 3);
  data.writeUIntLE(height - 1, 7, 3);
  return riffChunk('VP8X', data);
}

/** A lossless picture's header without its pixels; a side is at most 16,384. */
export function losslessHeader(width: number, height: number): Buffer {
  const data = Buffer.alloc(16);
  data[0] = 0x2f;
  data.writeUInt32LE(((width - 1) | ((height - 1) << 14)) >>> 0, 1);
  return riffChunk('VP8L', data);
}

/** The picture chunk (VP8 or VP8L) of a simple WebP file. */
export function pictureChunk(file: Buffer): Buffer {
  const bytes = file.readUInt32LE(16);
  return file.subarray(12, 20 + bytes + (bytes % 2));
}

/** An animation of `frames` copies of one picture of the given size. */
export function webpAnimation(width: number, height: number, frames: number, picture: Buffer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUIntLE(width - 1, 6, 3);
  header.writeUIntLE(height - 1, 9, 3);
  header.writeUIntLE(10, 12, 3);
  const frame = riffChunk('ANMF', Buffer.concat([header, picture]));
  const control = riffChunk('ANIM', Buffer.alloc(6));
  return webp([webpCanvas(width, height, true), control, Buffer.alloc(frame.length * frames, frame)]);
}

/** The same picture with `times` more chunks of `bytes` zeros behind it. */
export function webpWithChunk(file: Buffer, type: string, bytes: number, times = 1): Buffer {
  const chunk = riffChunk(type, Buffer.alloc(bytes));
  const size = { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
  return webp([
    webpCanvas(size.width, size.height),
    pictureChunk(file),
    Buffer.alloc(chunk.length * times, chunk),
  ]);
}

/** A box of ISO/IEC 14496-12: big-endian length, four characters, data. */
export function box(type: string, ...data: Buffer[]): Buffer {
  const body = Buffer.concat(data);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
}

/** A `ftyp` box: the major brand, a minor version, the compatible brands. */
export function fileType(major: string, compatible: readonly string[]): Buffer {
  return box('ftyp', Buffer.from(`${major}\0\0\0\0${compatible.join('')}`, 'latin1'));
}

/** The first bytes that a phone writes into a HEIC, without a picture. */
export function heic(major: string, compatible: readonly string[]): Buffer {
  return Buffer.concat([
    fileType(major, compatible),
    box('meta', Buffer.alloc(64)),
    box('mdat', Buffer.alloc(2048, 7)),
  ]);
}

/** The same AVIF, its spatial extents (`ispe`) promising another size. */
export function avifClaiming(avif: Buffer, width: number, height: number): Buffer {
  const at = avif.indexOf('ispe', 0, 'latin1');
  if (at < 0) throw new Error('the AVIF has no ispe box');
  const copy = Buffer.from(avif);
  copy.writeUInt32BE(width, at + 8);
  copy.writeUInt32BE(height, at + 12);
  return copy;
}

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

/** A full box of version 0 without flags. */
export function fullBox(type: string, ...data: Buffer[]): Buffer {
  return box(type, Buffer.alloc(4), ...data);
}

/** Big-endian numbers of so many bytes each. */
export function numbers(...pairs: [value: number, bytes: number][]): Buffer {
  const data = Buffer.alloc(pairs.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of pairs) at = data.writeUIntBE(value, at, bytes);
  return data;
}

/** The same AVIF with `items` items of EXIF beside its picture, which all have the same `bytes` bytes. */
export function avifOfSharedItems(avif: Buffer, items: number, bytes = 1000): Buffer {
  const boxOf = (type: string) => {
    const at = avif.indexOf(type, 0, 'latin1') - 4;
    return avif.subarray(at, at + avif.readUInt32BE(at));
  };
  const picture = boxOf('mdat').subarray(8);
  const ids = Array.from({ length: items }, (_, index) => index + 2);
  const info = (id: number, type: string) =>
    box('infe', Buffer.from([2, 0, 0, 0]), numbers([id, 2], [0, 2]), Buffer.from(`${type}\0`, 'latin1'));
  const extent = (id: number, offset: number, length: number) =>
    numbers([id, 2], [0, 2], [1, 2], [offset, 4], [length, 4]);
  const meta = (at: number) =>
    fullBox(
      'meta',
      boxOf('hdlr'),
      boxOf('pitm'),
      fullBox(
        'iloc',
        numbers([0x4400, 2], [items + 1, 2]),
        extent(1, at, picture.length),
        ...ids.map((id) => extent(id, at + picture.length, bytes)),
      ),
      fullBox('iinf', numbers([items + 1, 2]), info(1, 'av01'), ...ids.map((id) => info(id, 'Exif'))),
      boxOf('iprp'),
      fullBox('iref', ...ids.map((id) => box('cdsc', numbers([id, 2], [1, 2], [1, 2])))),
    );
  const start = boxOf('ftyp').length + meta(0).length + 8;
  return Buffer.concat([boxOf('ftyp'), meta(start), box('mdat', picture, Buffer.alloc(bytes, 0x41))]);
}

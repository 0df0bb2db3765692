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

function firstBox(file: Buffer, type: string): Buffer {
  const at = file.indexOf(type, 0, 'latin1') - 4;
  return file.subarray(at, at + file.readUInt32BE(at));
}

/** An entry of iinf: an item and its type. */
function info(id: number, type: string): Buffer {
  return box('infe', Buffer.from([2, 0, 0, 0]), numbers([id, 2], [0, 2]), Buffer.from(`${type}\0`, 'latin1'));
}

/** An entry of iloc: where the bytes of an item lie. */
function extent(id: number, offset: number, length: number): Buffer {
  return numbers([id, 2], [0, 2], [1, 2], [offset, 4], [length, 4]);
}

/** The same AVIF with `items` items of EXIF beside its picture, which all have the same `bytes` bytes. */
export function avifOfSharedItems(avif: Buffer, items: number, bytes = 1000): Buffer {
  const boxOf = (type: string) => firstBox(avif, type);
  const picture = boxOf('mdat').subarray(8);
  const ids = Array.from({ length: items }, (_, index) => index + 2);
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

/**
 * The same AVIF, of `tile` pixels square, as the only tile of a picture of `side` pixels square; the tile is used
 * `across` times in each of as many rows.
 */
export function avifOfTile(avif: Buffer, tile: number, across: number, side: number): Buffer {
  const boxOf = (type: string) => firstBox(avif, type);
  const picture = boxOf('mdat').subarray(8);
  const grid = numbers([0, 2], [across - 1, 1], [across - 1, 1], [side, 2], [side, 2]);
  const size = (pixels: number) => fullBox('ispe', numbers([pixels, 4], [pixels, 4]));
  // The tile has properties 1 (essential), 2 and 3, the picture 4 and 3.
  const associations = numbers(
    [2, 4],
    [1, 2],
    [3, 1],
    [0x81, 1],
    [2, 1],
    [3, 1],
    [2, 2],
    [2, 1],
    [4, 1],
    [3, 1],
  );
  const meta = (at: number) =>
    fullBox(
      'meta',
      boxOf('hdlr'),
      fullBox('pitm', numbers([2, 2])),
      fullBox(
        'iloc',
        numbers([0x4400, 2], [2, 2]),
        extent(1, at, picture.length),
        extent(2, at + picture.length, grid.length),
      ),
      fullBox('iinf', numbers([2, 2]), info(1, 'av01'), info(2, 'grid')),
      box(
        'iprp',
        box('ipco', boxOf('av1C'), size(tile), boxOf('pixi'), size(side)),
        fullBox('ipma', associations),
      ),
      fullBox(
        'iref',
        box('dimg', numbers([2, 2], [across ** 2, 2]), Buffer.alloc(2 * across ** 2, Buffer.from([0, 1]))),
      ),
    );
  const start = boxOf('ftyp').length + meta(0).length + 8;
  return Buffer.concat([boxOf('ftyp'), meta(start), box('mdat', picture, grid)]);
}

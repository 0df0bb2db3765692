import { readFileSync } from 'node:fs';
import { box, fileType, fullBox, numbers } from './isobmff.ts';

/** A file of the folder heic/, which make.py has drawn: the same drawing as `drawing` in pictures.ts. */
export function drawnHeic(name: string): Buffer {
  return readFileSync(new URL(`./heic/${name}.heic`, import.meta.url));
}

export type HeicItem = {
  type: 'hvc1' | 'grid' | 'Exif';
  /** Items with the same data share one place in the file. */
  data: Buffer;
  properties: readonly Buffer[];
  references?: { type: 'dimg' | 'thmb' | 'cdsc'; to: readonly number[] };
};

export const heicProperty = {
  size: (width: number, height: number) => fullBox('ispe', numbers([width, 4], [height, 4])),
  /** Quarters against the clock. */
  rotation: (quarters: number) => box('irot', Buffer.of(quarters)),
  /** 0 exchanges top and bottom, 1 left and right. */
  mirror: (mode: 0 | 1) => box('imir', Buffer.of(mode)),
  profile: (icc: Buffer) => box('colr', Buffer.from('prof', 'latin1'), icc),
  /** As ISO/IEC 23091-2 numbers them. */
  colours: (primaries: number, matrix: number, isFullRange: boolean) =>
    box(
      'colr',
      Buffer.from('nclx', 'latin1'),
      numbers([primaries, 2], [13, 2], [matrix, 2]),
      Buffer.of(isFullRange ? 0x80 : 0),
    ),
};

/** The coded picture of a drawn file, as an item for other files. */
export function codedPicture(
  name: string,
  width: number,
  height: number,
  properties: readonly Buffer[] = [],
): HeicItem {
  const file = drawnHeic(name);
  const boxOf = (type: string) => {
    const at = file.indexOf(type, 0, 'latin1') - 4;
    return file.subarray(at, at + file.readUInt32BE(at));
  };
  const hasColours = properties.some((property) => property.includes('colr'));
  const colours = hasColours ? [] : [boxOf('colr')];
  return {
    type: 'hvc1',
    data: boxOf('mdat').subarray(8),
    properties: [boxOf('hvcC'), heicProperty.size(width, height), ...colours, ...properties],
  };
}

/** A grid of tiles (ISO/IEC 23008-12, 6.6.2.3); `tiles` are the numbers of their items, row by row. */
export function gridOf(
  columns: number,
  size: { width: number; height: number },
  tiles: readonly number[],
  properties: readonly Buffer[] = [],
): HeicItem {
  const rows = tiles.length / columns;
  return {
    type: 'grid',
    data: numbers([0, 1], [1, 1], [rows - 1, 1], [columns - 1, 1], [size.width, 4], [size.height, 4]),
    properties: [heicProperty.size(size.width, size.height), ...properties],
    references: { type: 'dimg', to: tiles },
  };
}

/** A file of these items, numbered from 1; the primary one is given by its number. */
export function heicOf(items: readonly HeicItem[], primary = 1): Buffer {
  const properties = [
    ...new Map(items.flatMap((item) => item.properties).map((one) => [one.toString('hex'), one])),
  ];
  const indexOf = (property: Buffer) => properties.findIndex(([hex]) => hex === property.toString('hex')) + 1;
  const stored = [...new Set(items.map(({ data }) => data))];
  const offsetOf = (data: Buffer) =>
    stored.slice(0, stored.indexOf(data)).reduce((sum, { length }) => sum + length, 0);
  const associations = items.map((item, index) =>
    Buffer.concat([
      numbers([index + 1, 2], [item.properties.length, 1]),
      ...item.properties.map((property) =>
        Buffer.of(indexOf(property) | (property.includes('hvcC') ? 0x80 : 0)),
      ),
    ]),
  );
  const meta = (dataAt: number) =>
    fullBox(
      'meta',
      fullBox('hdlr', Buffer.alloc(4), Buffer.from('pict', 'latin1'), Buffer.alloc(13)),
      fullBox('pitm', numbers([primary, 2])),
      fullBox(
        'iloc',
        numbers([0x4400, 2], [items.length, 2]),
        ...items.map(({ data }, index) =>
          numbers([index + 1, 2], [0, 2], [1, 2], [dataAt + offsetOf(data), 4], [data.length, 4]),
        ),
      ),
      fullBox(
        'iinf',
        numbers([items.length, 2]),
        ...items.map(({ type }, index) =>
          box(
            'infe',
            Buffer.of(2, 0, 0, 0),
            numbers([index + 1, 2], [0, 2]),
            Buffer.from(`${type}\0`, 'latin1'),
          ),
        ),
      ),
      box(
        'iprp',
        box('ipco', ...properties.map(([, one]) => one)),
        fullBox('ipma', numbers([items.length, 4]), ...associations),
      ),
      fullBox(
        'iref',
        ...items.flatMap(({ references }, index) =>
          references === undefined
            ? []
            : [
                box(
                  references.type,
                  numbers(
                    [index + 1, 2],
                    [references.to.length, 2],
                    ...references.to.map((to) => [to, 2] as [number, number]),
                  ),
                ),
              ],
        ),
      ),
    );
  const head = fileType('heic', ['mif1', 'heic']);
  const dataAt = head.length + meta(0).length + 8;
  return Buffer.concat([head, meta(dataAt), box('mdat', ...stored)]);
}

import type { Container } from '../container.ts';

// libheif 1.23: frame, colour conversion and its copies, in 8 bits and in 10 or 12.
const BYTES_PER_PIXEL = 20;
const BYTES_PER_DEEP_PIXEL = 28;
const MAX_PLAIN_BYTES = 4;
// EXIF and the like, read by libheif, copied by libvips and parsed by libexif.
const METADATA_COPIES = 6;

// libheif takes fewer.
const MAX_BOXES = 10_000;

const pictureTypes = new Set(['av01', 'grid', 'iden', 'iovl']);

type Box = { type: string; start: number; end: number };

/**
 * ISO/IEC 14496-12 and 23008-12: the items of a file. libheif reads all of them, also where they overlap: two hundred
 * that shared nine megabytes took two gigabytes. It decodes a tile as often as it is used: a kilobyte took 15 seconds.
 */
export function readAvif(file: Buffer): Container {
  const meta = only(boxesOf(file, 0, file.length), 'meta');
  // The version and flags of a full box come before what it holds.
  const boxes = boxesOf(file, meta.start + 4, meta.end);
  const extents = readExtents(contentOf(file, only(boxes, 'iloc')));
  if (sum(extents.values()) > file.length) {
    throw new RangeError('items that overlap or lie outside the file');
  }
  const pictures = readPictures(file, only(boxes, 'iinf'));
  const metadataBytes = sum([...extents].map(([item, bytes]) => (pictures.has(item) ? 0 : bytes)));
  const properties = only(boxes, 'iprp');
  const areas = readAreas(file, boxesOf(file, properties.start, properties.end));
  const references = boxes.some(({ type }) => type === 'iref') ? readTiles(file, only(boxes, 'iref')) : [];
  const tileAreas = references.map((item) => areas.get(item) ?? Number.POSITIVE_INFINITY);
  const itemAreas = [...areas.values()];
  return {
    parts: [file],
    codedPixels: sum(areas.values()) + sum(tileAreas),
    openBytes: (metadataBytes + properties.end - properties.start) * METADATA_COPIES,
    pixelBytes: ({ width, height, bytesPerPixel }) =>
      (Math.max(width * height, ...itemAreas) + Math.max(0, ...tileAreas)) *
      (bytesPerPixel > MAX_PLAIN_BYTES ? BYTES_PER_DEEP_PIXEL : BYTES_PER_PIXEL),
  };
}

const contentOf = (file: Buffer, { start, end }: Box) => file.subarray(start, end);

function boxesOf(file: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  for (let at = from; at < to; ) {
    const bytes = file.readUInt32BE(at);
    const isLong = bytes === 1;
    const end = bytes === 0 ? to : at + (isLong ? Number(file.readBigUInt64BE(at + 8)) : bytes);
    const start = at + (isLong ? 16 : 8);
    if (end < start || boxes.length > MAX_BOXES) throw new RangeError('boxes that cannot be');
    boxes.push({ type: file.toString('latin1', at + 4, at + 8), start, end: Math.min(end, to) });
    at = end;
  }
  return boxes;
}

function only(boxes: readonly Box[], type: string): Box {
  const [box, second] = boxes.filter((one) => one.type === type);
  if (box === undefined || second !== undefined) throw new RangeError(`no ${type} box, or two`);
  return box;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The items that are pictures or are made of them (iinf: 14496-12, 8.11.6); all others are metadata. */
function readPictures(file: Buffer, { start, end }: Box): Set<number> {
  const first = start + 4 + (file.readUInt8(start) === 0 ? 2 : 4);
  const pictures = new Set<number>();
  const items = new Set<number>();
  for (const entry of boxesOf(file, first, end)) {
    const numberBytes = file.readUInt8(entry.start) === 2 ? 2 : 4;
    // A number that says whether the item is protected comes between the item and its type.
    const type = entry.start + 4 + numberBytes + 2;
    const item = file.readUIntBE(entry.start + 4, numberBytes);
    if (items.has(item)) throw new RangeError('an item of two types');
    items.add(item);
    if (pictureTypes.has(file.toString('latin1', type, type + 4))) pictures.add(item);
  }
  return pictures;
}

/** Bytes by item (iloc: 14496-12, 8.11.3). */
function readExtents(box: Buffer): Map<number, number> {
  const version = box.readUInt8(0);
  const offsetBytes = box.readUInt8(4) >> 4;
  const lengthBytes = box.readUInt8(4) & 15;
  const baseBytes = box.readUInt8(5) >> 4;
  const indexBytes = version === 0 ? 0 : box.readUInt8(5) & 15;
  const numberBytes = version < 2 ? 2 : 4;
  const items = box.readUIntBE(6, numberBytes);
  let at = 6 + numberBytes;
  const byItem = new Map<number, number>();
  for (let i = 0; i < items; i += 1) {
    const item = box.readUIntBE(at, numberBytes);
    at += numberBytes + (version === 0 ? 0 : 2) + 2 + baseBytes;
    const extents = box.readUInt16BE(at);
    at += 2;
    for (let extent = 0; extent < extents; extent += 1) {
      at += indexBytes + offsetBytes;
      const bytes = lengthBytes === 8 ? Number(box.readBigUInt64BE(at)) : box.readUInt32BE(at);
      // No length would mean the whole file.
      if (lengthBytes === 0 || bytes === 0) throw new RangeError('an item without a length');
      byItem.set(item, (byItem.get(item) ?? 0) + bytes);
      at += lengthBytes;
    }
  }
  return byItem;
}

/** Pixels by item: the sizes (ispe) among the properties (ipco), and which item has which (ipma: 23008-12, 9.3). */
function readAreas(file: Buffer, boxes: readonly Box[]): Map<number, number> {
  const container = only(boxes, 'ipco');
  const propertyAreas = boxesOf(file, container.start, container.end).map(({ type, start }) =>
    type === 'ispe' ? file.readUInt32BE(start + 4) * file.readUInt32BE(start + 8) : 0,
  );
  const areas = new Map<number, number>();
  for (const box of boxes.filter(({ type }) => type === 'ipma')) {
    const association = contentOf(file, box);
    const numberBytes = association.readUInt8(0) === 0 ? 2 : 4;
    const isWide = (association.readUInt8(3) & 1) !== 0;
    const items = association.readUInt32BE(4);
    let at = 8;
    for (let i = 0; i < items; i += 1) {
      const item = association.readUIntBE(at, numberBytes);
      const count = association.readUInt8(at + numberBytes);
      at += numberBytes + 1;
      for (let k = 0; k < count; k += 1) {
        const index = isWide ? association.readUInt16BE(at) & 0x7fff : association.readUInt8(at) & 0x7f;
        areas.set(item, Math.max(areas.get(item) ?? 0, propertyAreas[index - 1] ?? 0));
        at += isWide ? 2 : 1;
      }
    }
  }
  return areas;
}

/** The items of which others are made, once for each use (iref: 14496-12, 8.11.12). @throws RangeError for two levels */
function readTiles(file: Buffer, box: Box): number[] {
  const numberBytes = file.readUInt8(box.start) === 0 ? 2 : 4;
  const made = new Set<number>();
  const tiles: number[] = [];
  for (const reference of boxesOf(file, box.start + 4, box.end)) {
    if (reference.type !== 'dimg') continue;
    made.add(file.readUIntBE(reference.start, numberBytes));
    const count = file.readUInt16BE(reference.start + numberBytes);
    const first = reference.start + numberBytes + 2;
    for (let i = 0; i < count; i += 1) tiles.push(file.readUIntBE(first + i * numberBytes, numberBytes));
  }
  if (tiles.some((tile) => made.has(tile))) throw new RangeError('tiles that are made of tiles');
  return tiles;
}

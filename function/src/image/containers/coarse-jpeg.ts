// A progressive JPEG begins with the mean of each block of 8 x 8 pixels. A picture that is shrunk at least eight times
// needs no more. libjpeg would hold all coefficients in memory, and take four times as long.

const EOI = 0xd9;
const SOS = 0xda;
const DHT = 0xc4;
const DRI = 0xdd;
const PROGRESSIVE_FRAME = 0xc2;
const EXTENDED_FRAME = 0xc1;
const BLOCK_PIXELS = 8;
const MAX_MEAN = 1023;
const MAX_BLOCKS_IN_UNIT = 10;
// A picture of which more is missing is refused.
const MAX_MISSING_SHARE = 0.05;
// The tables of the result: lengths of a mean by 4 bits each, and one bit for "no detail".
const TABLES = Buffer.from(
  `ffc4001f00${'000000'}0c${'00'.repeat(12)}000102030405060708090a0bffc4001410${'01'}${'00'.repeat(15)}00`,
  'hex',
);
const LENGTH_BITS = 4;
const CODE_LENGTHS = 16;
// Of a mean in 8 bits a sample and its difference.
const MAX_LENGTH = 15;

type Component = {
  id: number;
  horizontal: number;
  vertical: number;
  /** Blocks that the picture has, and that a row and a column have in memory: whole units of all components. */
  columns: number;
  rows: number;
  stride: number;
  means: Int16Array;
  /** The bits that are still missing; undefined before the first scan. */
  lowBits?: number;
};

type Frame = {
  components: Component[];
  unitColumns: number;
  unitRows: number;
  /** Memory for the result. */
  out: Buffer;
};
/** A block of each unit of a scan: of which component, where in the unit it is, and how far the next unit's is. */
type Block = {
  component: Component;
  index: number;
  x: number;
  y: number;
  horizontal: number;
  vertical: number;
};
type Scan = { components: Component[]; tables: (Uint16Array | undefined)[]; shift: number; isFirst: boolean };

/** Memory that `coarseJpeg` takes beside the file. */
export function coarseJpegBytes(width: number, height: number, samplesPerPixel: number): number {
  const side = 4 * BLOCK_PIXELS;
  const blocks = ((width + side) * (height + side) * samplesPerPixel) / BLOCK_PIXELS ** 2;
  // The means in 16 bits, and the result.
  return blocks * (2 + MAX_BLOCK_BYTES);
}

const MAX_BLOCK_BYTES = 4;
// The header of the scan, and the end.
const MAX_HEADER_BYTES = 32;

/**
 * The means of a progressive JPEG, as a JPEG of one scan that is decoded row by row.
 * @returns isDamaged when some of the means are missing
 * @throws RangeError when the scans cannot be, or when more than a twentieth of the means is missing
 */
export function coarseJpeg(file: Buffer): { bytes: Buffer; isDamaged: boolean } {
  const head: Buffer[] = [file.subarray(0, 2)];
  const tables: Buffer[] = [];
  let frame: Frame | undefined;
  let restartInterval = 0;
  let foundShare = 1;
  let hasScan = false;
  for (let at = 2; ; ) {
    const start = file.indexOf(0xff, at);
    if (start < 0) break;
    at = start;
    while (file[at] === 0xff) at += 1;
    const marker = file[at] ?? EOI;
    at += 1;
    if (marker <= 1 || (marker >= 0xd0 && marker < EOI)) continue;
    if (marker === EOI || at + 2 > file.length) break;
    const end = at + file.readUInt16BE(at);
    if (marker === DHT) readTables(file.subarray(at + 2, end), tables);
    else if (marker === DRI) restartInterval = file.readUInt16BE(at + 2);
    else if (marker === PROGRESSIVE_FRAME) {
      frame = readFrame(file.subarray(at, end));
      head.push(Buffer.from([0xff, EXTENDED_FRAME]), file.subarray(at, end));
    } else if (marker === SOS) {
      hasScan = true;
      const scan = readScan(file.subarray(at, end), frame, tables);
      if (scan !== undefined) {
        const share = decodeScan(file, end, scan, frame!, restartInterval);
        if (scan.isFirst) foundShare = Math.min(foundShare, share);
      }
    } else if (!hasScan) head.push(file.subarray(start, end));
    at = end;
  }
  const isComplete = frame?.components.every(({ lowBits }) => lowBits !== undefined);
  if (!isComplete || foundShare < 1 - MAX_MISSING_SHARE) throw new RangeError('means are missing');
  return { bytes: Buffer.concat([...head, TABLES, encode(frame!)]), isDamaged: foundShare < 1 };
}

function readFrame(segment: Buffer): Frame {
  const height = segment.readUInt16BE(3);
  const width = segment.readUInt16BE(5);
  const count = segment.readUInt8(7);
  const samplings = Array.from({ length: count }, (_, i) => segment.readUInt8(9 + i * 3));
  const maxHorizontal = Math.max(...samplings.map((sampling) => sampling >> 4));
  const maxVertical = Math.max(...samplings.map((sampling) => sampling & 15));
  const unitColumns = Math.ceil(width / (BLOCK_PIXELS * maxHorizontal));
  const unitRows = Math.ceil(height / (BLOCK_PIXELS * maxVertical));
  const components = samplings.map((sampling, i) => {
    const horizontal = sampling >> 4;
    const vertical = sampling & 15;
    if (horizontal < 1 || horizontal > 4 || vertical < 1 || vertical > 4) throw new RangeError('sampling');
    const stride = unitColumns * horizontal;
    return {
      id: segment.readUInt8(8 + i * 3),
      horizontal,
      vertical,
      columns: Math.ceil(Math.ceil((width * horizontal) / maxHorizontal) / BLOCK_PIXELS),
      rows: Math.ceil(Math.ceil((height * vertical) / maxVertical) / BLOCK_PIXELS),
      stride,
      means: new Int16Array(0),
    };
  });
  const unitBlocks = components.reduce((sum, { horizontal, vertical }) => sum + horizontal * vertical, 0);
  if (count > 1 && unitBlocks > MAX_BLOCKS_IN_UNIT) throw new RangeError('too many blocks in a unit');
  return { components, unitColumns, unitRows, out: takeMemory(components, unitRows) };
}

/** Gives each component memory for its means, and returns that for the result. */
function takeMemory(components: readonly Component[], unitRows: number): Buffer {
  const countOf = ({ stride, vertical }: Component) => stride * unitRows * vertical;
  const count = components.reduce((sum, component) => sum + countOf(component), 0);
  const outBytes = count * MAX_BLOCK_BYTES + MAX_HEADER_BYTES;
  const scratch = scratchOf(outBytes + count * 2);
  let at = outBytes;
  for (const component of components) {
    component.means = new Int16Array(scratch, at, countOf(component)).fill(0);
    at += countOf(component) * 2;
  }
  return Buffer.from(scratch, 0, outBytes);
}

// Used again for the next photo, up to that of 64 megapixels in 4:2:0: garbage of megabytes is collected too late.
const MAX_KEPT_BYTES = 10_000_000;
let kept = new ArrayBuffer(0);

/** Memory for one call of `coarseJpeg`, with what was left in it. */
function scratchOf(bytes: number): ArrayBuffer {
  if (bytes <= kept.byteLength) return kept;
  const scratch = new ArrayBuffer(bytes);
  if (bytes <= MAX_KEPT_BYTES) kept = scratch;
  return scratch;
}

/** The tables of a segment as they are in the file; of those for details the lengths alone are read. */
function readTables(segment: Buffer, tables: Buffer[]): void {
  for (let at = 0; at + CODE_LENGTHS < segment.length; ) {
    let symbols = 0;
    for (let bits = 1; bits <= CODE_LENGTHS; bits += 1) symbols += segment[at + bits]!;
    const end = at + 1 + CODE_LENGTHS + symbols;
    if (segment[at]! >> 4 === 0) tables[segment[at]! & 15] = segment.subarray(at + 1, end);
    at = end;
  }
}

/** For the next 16 bits of data: the length of a mean in the lower byte, of its code in the upper one. */
function tableOf(lengths: Buffer): Uint16Array {
  const table = new Uint16Array(2 ** CODE_LENGTHS);
  let symbol = CODE_LENGTHS;
  let code = 0;
  for (let bits = 1; bits <= CODE_LENGTHS; bits += 1) {
    const span = 2 ** (CODE_LENGTHS - bits);
    for (let count = lengths[bits - 1]!; count > 0; count -= 1, symbol += 1, code += span) {
      table.fill((bits << 8) | Math.min(lengths[symbol] ?? 0, MAX_LENGTH), code, code + span);
    }
  }
  return table;
}

/** Undefined of a scan of details. */
function readScan(segment: Buffer, frame: Frame | undefined, tables: readonly Buffer[]): Scan | undefined {
  const count = segment.readUInt8(2);
  const spectrum = 3 + 2 * count;
  if (segment.readUInt8(spectrum) !== 0) return undefined;
  const shift = segment.readUInt8(spectrum + 2) & 15;
  const isFirst = segment.readUInt8(spectrum + 2) >> 4 === 0;
  const components: Component[] = [];
  const scanTables: (Uint16Array | undefined)[] = [];
  for (let i = 0; i < count; i += 1) {
    const component = frame?.components.find(({ id }) => id === segment.readUInt8(3 + 2 * i));
    const table = tables[segment.readUInt8(4 + 2 * i) >> 4];
    const isInOrder = component?.lowBits === (isFirst ? undefined : shift + 1);
    if (component === undefined || !isInOrder || (isFirst && table === undefined))
      throw new RangeError('scans');
    component.lowBits = shift;
    components.push(component);
    scanTables.push(isFirst ? tableOf(table!) : undefined);
  }
  return { components, tables: scanTables, shift, isFirst };
}

/** The blocks of a unit, and how many units there are: of one component alone a unit is a block. */
function unitsOf(components: readonly Component[], { unitColumns, unitRows }: Frame) {
  const [only] = components;
  if (components.length === 1) {
    const block: Block = { component: only!, index: 0, x: 0, y: 0, horizontal: 1, vertical: 1 };
    return { blocks: [block], columns: only!.columns, rows: only!.rows };
  }
  const blocks: Block[] = [];
  for (const [index, component] of components.entries()) {
    const { horizontal, vertical } = component;
    for (let y = 0; y < vertical; y += 1) {
      for (let x = 0; x < horizontal; x += 1) blocks.push({ component, index, x, y, horizontal, vertical });
    }
  }
  return { blocks, columns: unitColumns, rows: unitRows };
}

/** @returns the share of the scan that was found before its data ended */
function decodeScan(file: Buffer, from: number, scan: Scan, frame: Frame, restartInterval: number): number {
  const { components, tables, shift, isFirst } = scan;
  const { blocks, columns, rows } = unitsOf(components, frame);
  const bits = new BitReader(file, from);
  const last = new Int32Array(components.length);
  let found = 0;
  let untilRestart = restartInterval;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (restartInterval > 0 && untilRestart === 0) {
        last.fill(0);
        bits.restart();
        untilRestart = restartInterval;
      }
      untilRestart -= 1;
      for (const { component, index, x, y, horizontal, vertical } of blocks) {
        const { means, stride } = component;
        const at = (row * vertical + y) * stride + column * horizontal + x;
        if (isFirst) {
          last[index]! += bits.difference(tables[index]!);
          means[at] = last[index]! << shift;
        } else means[at]! |= bits.take(1) << shift;
      }
      if (!bits.isAtEnd) found += 1;
      else if (restartInterval === 0) return found / (columns * rows);
    }
  }
  return found / (columns * rows);
}

/** The bits of coded data up to a marker; zeros behind it. */
class BitReader {
  readonly #file: Buffer;
  #at: number;
  #bits = 0;
  #count = 0;
  #missing = 0;

  constructor(file: Buffer, at: number) {
    this.#file = file;
    this.#at = at;
  }

  /** Whether bits were taken that the data do not have. */
  get isAtEnd(): boolean {
    return this.#missing > this.#count;
  }

  take(count: number): number {
    while (this.#count < count) this.#fill();
    this.#count -= count;
    return (this.#bits >>> this.#count) & (2 ** count - 1);
  }

  /** A difference of two means: the code of its length, then its bits, by which T.81 tells the sign. */
  difference(table: Uint16Array): number {
    while (this.#count < 16) this.#fill();
    const entry = table[(this.#bits >>> (this.#count - 16)) & 0xffff]!;
    // Damaged data may have a code that no table has; the next restart marker helps.
    this.#count -= entry >> 8 || 16;
    const length = entry & 255;
    if (length === 0) return 0;
    const value = this.take(length);
    return value >> (length - 1) === 0 ? value - (1 << length) + 1 : value;
  }

  /** Goes on behind the restart marker, where it comes next. */
  restart(): void {
    const file = this.#file;
    let at = this.#at;
    while (at + 1 < file.length && !(file[at] === 0xff && file[at + 1] !== 0)) at += 1;
    if ((file[at + 1]! & 0xf8) === 0xd0) {
      this.#at = at + 2;
      this.#count = 0;
      this.#missing = 0;
      this.#bits = 0;
    }
  }

  #fill(): void {
    const byte = this.#file[this.#at];
    const isMarker = byte === undefined || (byte === 0xff && this.#file[this.#at + 1] !== 0);
    if (isMarker) this.#missing += 8;
    else this.#at += byte === 0xff ? 2 : 1;
    this.#bits = (this.#bits << 8) | (isMarker ? 0 : byte);
    this.#count += 8;
  }
}

/** One scan of all components, each block with its mean and no detail, and the end of the picture. */
function encode(frame: Frame): Buffer {
  const { components } = frame;
  const { blocks, columns, rows } = unitsOf(components, frame);
  const header = Buffer.from([
    ...[0xff, SOS, 0, 6 + 2 * components.length, components.length],
    ...components.flatMap(({ id }) => [id, 0]),
    ...[0, 63, 0],
  ]);
  const out = frame.out;
  header.copy(out);
  let to = header.length;
  let bits = 0;
  let count = 0;
  const last = new Int32Array(components.length);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      for (const { component, index, x, y, horizontal, vertical } of blocks) {
        const { means, stride } = component;
        const at = (row * vertical + y) * stride + column * horizontal + x;
        const mean = Math.max(-MAX_MEAN, Math.min(MAX_MEAN, means[at]!));
        const difference = mean - last[index]!;
        last[index] = mean;
        const length = 32 - Math.clz32(Math.abs(difference));
        const value = difference < 0 ? difference + (1 << length) - 1 : difference;
        // The last bit says that the block has no detail.
        bits = (bits << (LENGTH_BITS + length + 1)) | (((length << length) | value) << 1);
        count += LENGTH_BITS + length + 1;
        while (count >= 8) {
          count -= 8;
          to = put(out, to, (bits >>> count) & 255);
        }
      }
    }
  }
  // Padded with ones.
  if (count > 0) to = put(out, to, ((bits << (8 - count)) | (2 ** (8 - count) - 1)) & 255);
  out.writeUInt16BE(0xff00 | EOI, to);
  return out.subarray(0, to + 2);
}

/** Writes a byte of coded data, in which a zero follows 0xff. */
function put(out: Buffer, at: number, byte: number): number {
  out[at] = byte;
  if (byte !== 255) return at + 1;
  out[at + 1] = 0;
  return at + 2;
}

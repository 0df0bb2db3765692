/** Markers of ITU-T T.81, table B.1. */
export const JPEG_MARKER = {
  startOfImage: 0xd8,
  endOfImage: 0xd9,
  startOfScan: 0xda,
  quantisation: 0xdb,
  app1: 0xe1,
  app2: 0xe2,
  comment: 0xfe,
} as const;

interface Segment {
  marker: number;
  /** First byte (0xff) and the byte after the last; a scan's entropy-coded data belong to it. */
  start: number;
  end: number;
}

const isStartOfFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** The segments of a well-formed JPEG in file order. */
export function jpegSegments(jpeg: Buffer): Segment[] {
  const segments: Segment[] = [{ marker: JPEG_MARKER.startOfImage, start: 0, end: 2 }];
  let at = 2;
  while (at + 1 < jpeg.length) {
    const marker = jpeg.readUInt8(at + 1);
    let end = marker === JPEG_MARKER.endOfImage ? at + 2 : at + 2 + jpeg.readUInt16BE(at + 2);
    if (marker === JPEG_MARKER.startOfScan) {
      // Entropy-coded data end at the first 0xff that is neither stuffed nor a restart marker.
      while (!(jpeg[end] === 0xff && jpeg[end + 1] !== 0 && ((jpeg[end + 1] ?? 0) & 0xf8) !== 0xd0)) end += 1;
    }
    segments.push({ marker, start: at, end });
    if (marker === JPEG_MARKER.endOfImage) break;
    at = end;
  }
  return segments;
}

/** A segment of `marker` with `data`, at most 65,533 bytes of them. */
export function jpegSegment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

/** The same JPEG with `segments` right after its first marker. */
export function jpegWithSegments(jpeg: Buffer, segments: readonly Buffer[]): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);
}

/** The same JPEG, its frame header promising another size. */
export function jpegClaiming(jpeg: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(jpeg);
  const frame = jpegSegments(jpeg).find(({ marker }) => isStartOfFrame(marker));
  if (!frame) throw new Error('the JPEG has no frame header');
  copy.writeUInt16BE(height, frame.start + 5);
  copy.writeUInt16BE(width, frame.start + 7);
  return copy;
}

/** The same JPEG, one byte of its frame header changed: `offset` 1 is the marker, 4 the precision, 9 the components. */
export function jpegWithFrameByte(jpeg: Buffer, offset: 1 | 4 | 9, value: number): Buffer {
  const copy = Buffer.from(jpeg);
  const frame = jpegSegments(jpeg).find(({ marker }) => isStartOfFrame(marker));
  if (!frame) throw new Error('the JPEG has no frame header');
  copy[frame.start + offset] = value;
  return copy;
}

/** A progressive JPEG whose last scan comes `times` times: each costs a pass over the whole frame. */
export function jpegRepeatingLastScan(progressive: Buffer, times: number): Buffer {
  const scans = jpegSegments(progressive).filter(({ marker }) => marker === JPEG_MARKER.startOfScan);
  const last = scans.at(-1);
  if (!last) throw new Error('the JPEG has no scan');
  const scan = progressive.subarray(last.start, last.end);
  return Buffer.concat([
    progressive.subarray(0, last.end),
    Buffer.alloc(scan.length * times, scan),
    progressive.subarray(last.end),
  ]);
}

/** An APP1 segment with the given Exif body (a TIFF, or nonsense). */
export function exifSegment(body: Buffer): Buffer {
  return jpegSegment(JPEG_MARKER.app1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), body]));
}

/** An APP2 segment that says to be part `index` of `count` of a colour profile. */
export function iccSegment(body: Buffer, index = 1, count = 1): Buffer {
  const head = Buffer.concat([Buffer.from('ICC_PROFILE\0', 'latin1'), Buffer.from([index, count])]);
  return jpegSegment(JPEG_MARKER.app2, Buffer.concat([head, body]));
}

import { type ImageHeader, SINGLE } from '../header.ts';

const SOS = 0xda;
const EOI = 0xd9;
const BYTES_PER_COEFFICIENT = 2;

/** ITU-T T.81, annex B: walks the segments to the frame header and the first scan header. */
export function readJpegHeader(file: Buffer): ImageHeader {
  let frame: ReturnType<typeof readFrame> | undefined;
  let at = 2;
  for (;;) {
    // Fill bytes (0xff) may stand before any marker.
    while (file.readUInt8(at) !== 0xff) at += 1;
    while (file.readUInt8(at) === 0xff) at += 1;
    const marker = file.readUInt8(at);
    at += 1;
    if (marker === EOI) throw new RangeError('no scan');
    if (marker === 0 || marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) continue;
    if (marker === SOS) break;
    if (isFrameHeader(marker)) frame = readFrame(file, at, marker);
    at += file.readUInt16BE(at);
  }
  if (frame === undefined) throw new RangeError('no frame header before the first scan');
  // A frame in several scans is kept as coefficients until the last of them.
  const severalScans = frame.progressive || file.readUInt8(at + 2) < frame.components;
  const { width, height } = frame;
  if (!severalScans) return { ...SINGLE, width, height, decodeBytes: 0 };
  const decodeBytes = Math.ceil(width * height * frame.samplesPerPixel * BYTES_PER_COEFFICIENT);
  return { ...SINGLE, width, height, decodeBytes, scans: countScans(file, at) };
}

function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(file: Buffer, at: number, marker: number) {
  const components = file.readUInt8(at + 7);
  let samples = 0;
  let maxHorizontal = 1;
  let maxVertical = 1;
  for (let i = 0; i < components; i++) {
    const sampling = file.readUInt8(at + 9 + i * 3);
    const horizontal = sampling >> 4;
    const vertical = sampling & 15;
    samples += horizontal * vertical;
    maxHorizontal = Math.max(maxHorizontal, horizontal);
    maxVertical = Math.max(maxVertical, vertical);
  }
  return {
    width: file.readUInt16BE(at + 5),
    height: file.readUInt16BE(at + 3),
    // SOF0, SOF1 and SOF9 are sequential.
    progressive: marker !== 0xc0 && marker !== 0xc1 && marker !== 0xc9,
    components,
    samplesPerPixel: samples / (maxHorizontal * maxVertical),
  };
}

const scanMarker = Buffer.from([0xff, SOS]);

function countScans(file: Buffer, from: number): number {
  let scans = 1;
  // Within coded data every 0xff is followed by 0 or a restart marker, so these two bytes are a scan header.
  for (let at = file.indexOf(scanMarker, from); at >= 0; at = file.indexOf(scanMarker, at + 2)) scans += 1;
  return scans;
}

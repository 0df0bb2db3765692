import type { RequestError } from '../../errors.ts';
import { type Container, MAX_PROFILE_BYTES, Remainder, streamedBytes } from '../container.ts';
import { unsupported } from '../format.ts';
import { exifOrientation } from '../tiff-directory.ts';
import { coarseJpegBytes } from './coarse-jpeg.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const END = Buffer.from([0xff, EOI]);
const PROGRESSIVE = 0xc2;
const JFIF = 0xe0;
const EXIF = 0xe1;
const COLOUR_PROFILE = 0xe2;
const ADOBE_COLOURS = 0xee;
const LAST_APPLICATION = 0xef;
const BYTES_PER_COEFFICIENT = 2;
// The largest block that a decoder adds at the right and at the bottom: four times eight.
const MAX_BLOCK_PIXELS = 32;
const MAX_SEGMENT_BYTES = 65_535;
// Ten megabytes of metadata in segments of 64 kB are 160.
const MAX_SEGMENTS = 10_000;

/**
 * ITU-T T.81, annex B. The frame header is read here because libvips takes a tenth of a small photo's decode for it.
 * libvips copies what it knows of the metadata, and libexif takes 300 times the size of EXIF that is made for it.
 */
export function readJpeg(file: Buffer): Container {
  const rest = new Remainder(file);
  let frame: Frame | undefined;
  let orientation: number | undefined;
  let profileBytes = 0;
  let scans = 0;
  let segments = 0;
  let at = 2;
  let end = file.length;
  let isCut = false;
  for (;;) {
    const start = file.indexOf(0xff, at);
    // Whether the end is missing or more than the end is for the decoder to say.
    if (start < 0 && scans > 0) {
      isCut = true;
      break;
    }
    at = start;
    // Fill bytes (0xff) may stand before any marker.
    while (file.readUInt8(at) === 0xff) at += 1;
    const marker = file.readUInt8(at);
    at += 1;
    // In coded data 0xff is followed by 0 or a restart marker.
    if (marker === 0 || marker === 1 || (marker >= 0xd0 && marker < SOI)) continue;
    if (marker === EOI && scans > 0) {
      end = at;
      break;
    }
    if (marker === SOI || marker === EOI) throw new RangeError('no scan');
    if (marker === SOS) {
      if (frame === undefined) throw new RangeError('no frame header before the first scan');
      scans += 1;
      // The usual photo: what follows its only scan is never read.
      if (!frame.isProgressive && file.readUInt8(at + 2) === frame.components) {
        isCut = file.lastIndexOf(END) < at;
        break;
      }
    }
    if (isFrameHeader(marker)) {
      if (frame !== undefined) throw new RangeError('two frame headers');
      frame = readFrame(file, at, marker);
    }
    const bytes = file.readUInt16BE(at);
    if (marker >= JFIF && marker <= LAST_APPLICATION) segments += 1;
    if (segments > MAX_SEGMENTS) throw new RangeError('too many segments of metadata');
    if (marker === EXIF && file.toString('latin1', at + 2, at + 6) === 'Exif') {
      orientation ??= exifOrientation(file.subarray(at + 2, at + bytes));
    }
    if (marker === COLOUR_PROFILE && isKeptProfile(file, at, profileBytes + bytes)) {
      profileBytes += bytes;
    } else if (marker >= EXIF && marker <= LAST_APPLICATION && marker !== ADOBE_COLOURS) {
      rest.leaveOut(start, at + bytes);
    }
    at += bytes;
  }
  const { width, height, components, isProgressive, samplesPerPixel } = frame!;
  const parts = rest.parts(end);
  if (isCut) parts.push(END);
  const shrinkTo = (sidePixels: number) => shrinkOnLoad(Math.min(width, height) / sidePixels);
  const isCoarseEnough = (sidePixels: number) => frame?.marker === PROGRESSIVE && shrinkTo(sidePixels) === 8;
  const hasSeveralScans = isProgressive || scans > 1;
  return {
    parts,
    isCut,
    oddity: oddityOf(frame!),
    isCoarseEnough,
    scans,
    openBytes: 0,
    picture: {
      width,
      height,
      bytesPerPixel: components,
      isInterlaced: hasSeveralScans,
      profileBytes,
      frames: 1,
      orientation: orientation ?? 1,
    },
    pixelBytes(picture, sidePixels) {
      const shrink = shrinkTo(sidePixels);
      const rows = streamedBytes({ ...picture, width: width / shrink, height: height / shrink });
      if (isCoarseEnough(sidePixels)) return rows + coarseJpegBytes(width, height, samplesPerPixel);
      // A frame in several scans is kept as coefficients until the last of them.
      const blocks = (width + MAX_BLOCK_PIXELS) * (height + MAX_BLOCK_PIXELS);
      return rows + (hasSeveralScans ? blocks * samplesPerPixel * BYTES_PER_COEFFICIENT : 0);
    },
  };
}

/** Whether a segment, by its number of segments and by what came before it, belongs to a profile that is kept. */
function isKeptProfile(file: Buffer, at: number, profileBytes: number): boolean {
  return (
    file.toString('latin1', at + 2, at + 13) === 'ICC_PROFILE' &&
    file.readUInt8(at + 15) * MAX_SEGMENT_BYTES <= MAX_PROFILE_BYTES &&
    profileBytes <= MAX_PROFILE_BYTES
  );
}

/** Kinds of JPEG that medical devices and archives write. */
function oddityOf({ bits, marker }: Frame): RequestError | undefined {
  if (bits !== 8)
    return unsupported(`This is a JPEG of ${bits} bits a sample. Save it with 8 bits a sample.`);
  if (marker > PROGRESSIVE)
    return unsupported('This is a lossless or arithmetic JPEG. Save it as a usual JPEG.');
  return undefined;
}

type Frame = ReturnType<typeof readFrame>;

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
    isProgressive: marker !== 0xc0 && marker !== 0xc1 && marker !== 0xc9,
    marker,
    bits: file.readUInt8(at + 2),
    components,
    samplesPerPixel: samples / (maxHorizontal * maxVertical),
  };
}

/** By how much sharp lets libjpeg shrink a picture that is `ratio` times too large. */
function shrinkOnLoad(ratio: number): number {
  return [8, 4, 2].find((shrink) => Math.floor(ratio) > shrink) ?? 1;
}

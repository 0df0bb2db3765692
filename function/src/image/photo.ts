import type { SharpOptions } from 'sharp';
import type { RequestError } from '../errors.ts';
import type { Container, Picture } from './container.ts';
import { readAvif } from './containers/avif.ts';
import { readJpeg } from './containers/jpeg.ts';
import { readPng } from './containers/png.ts';
import { readTiff } from './containers/tiff.ts';
import { readWebp } from './containers/webp.ts';
import type { DecodeGate } from './decode-gate.ts';
import { formatOf, type ImageFormat } from './format.ts';
import type { HeicDecoder } from './heic/decoder.ts';
import sharp, { undecodable } from './libvips.ts';
import { checkFrames, checkLimits, checkMemory, checkSize, type Size } from './limits.ts';
import type { Pixels } from './pixels.ts';
import type { PlainJpeg } from './quick-decode.ts';

export type DecodeLimits = {
  maxPixels: number;
  /** Time that a decode may take; 0 is no limit. */
  timeoutSeconds: number;
  gate: DecodeGate;
  /** Undefined where HEIC is not accepted. */
  heic?: HeicDecoder | undefined;
};

/** A photo that is within the limits: what the decoder gets of its file, and what that takes. */
export type Photo = {
  parts: readonly Uint8Array[];
  /** As in EXIF, 1 to 8. */
  orientation: number;
  /** Memory that the decode takes, beside the file itself. */
  decodeBytes: number;
  /** Whether it takes long to decode, so that others may overtake it. */
  isHeavy: boolean;
  timeoutSeconds: number;
  options: SharpOptions;
  /** Of a progressive JPEG of which the means of its blocks are enough: the longer side in blocks. */
  coarseSidePx?: number | undefined;
  /** Whether a decoder that met damage may go on: nothing of the file is cut off. */
  mayBeDamaged?: boolean;
  /** The end of the file is missing. */
  isCut?: boolean;
  oddity?: RequestError | undefined;
  /** The same photo for decodeQuickly, where its picture is plain enough. */
  plainJpeg?: PlainJpeg | undefined;
};

const readers: Record<Exclude<ImageFormat, 'heic'>, (file: Buffer) => Container> = {
  jpeg: readJpeg,
  png: readPng,
  webp: readWebp,
  // libvips counts the frames of ten megabytes within 0.2 s.
  gif: (file) => ({
    parts: [file],
    size: { width: file.readUInt16LE(6), height: file.readUInt16LE(8) },
    openBytes: 4 * file.length,
    pixelBytes: ({ width, height }) => width * height * 6,
  }),
  avif: readAvif,
  tiff: readTiff,
};

// The decoder and libvips hold a colour profile when they open the file, twice for a file that is shrunk on the way.
const PROFILE_COPIES = 5;

// What takes more than about 50 ms. A baseline JPEG of any size takes less: it is shrunk on the way.
const HEAVY_BYTES = 12 * 2 ** 20;
const HEAVY_PIXELS = 6_000_000;

/**
 * Tells the format by content and checks the picture against the limits, before a pixel is decoded.
 * @param sidePixels the largest width or height to which the photo will be decoded
 * @throws RequestError image_type_unsupported, image_corrupt, image_too_large
 */
export async function openPhoto(bytes: Buffer, limits: DecodeLimits, sidePixels: number): Promise<Photo> {
  const { maxPixels, timeoutSeconds, gate } = limits;
  const format = formatOf(bytes, limits.heic !== undefined);
  if (format === 'heic') return openPhoto(await limits.heic!.toTiff(bytes, limits), limits, sidePixels);
  const options: SharpOptions = {
    // Of JPEG and TIFF only warnings tell that coded data or tiles are damaged.
    failOn: format === 'jpeg' || format === 'tiff' ? 'warning' : 'error',
    limitInputPixels: maxPixels,
    sequentialRead: true,
    pages: 1,
  };
  let oddity: RequestError | undefined;
  try {
    const container = readers[format](bytes);
    oddity = container.oddity;
    const { parts, size, pages = 1, strips = 1, codedPixels = 0, isCut = false } = container;
    const isCoarse = container.isCoarseEnough?.(sidePixels) ?? false;
    const scans = isCoarse ? 1 : (container.scans ?? 1);
    const partBytes = parts.length === 1 ? 0 : parts.reduce((sum, part) => sum + part.length, 0);
    const openBytes = partBytes + container.openBytes;
    if (size !== undefined) checkSize(size, maxPixels);
    checkFrames(pages);
    checkMemory(openBytes, gate.maxBytes);
    const picture = container.picture ?? (await gate.run(openBytes, () => pictureOf(parts, options)));
    // The frames of a GIF may be larger than its screen, and libvips mends screens that cannot be true.
    if (format !== 'gif' && size !== undefined && !isSame(size, picture)) throw new RangeError('two sizes');
    const decodeBytes =
      openBytes + picture.profileBytes * PROFILE_COPIES + container.pixelBytes(picture, sidePixels);
    checkLimits(
      { ...picture, decodeBytes, strips, codedPixels, scans },
      { maxPixels, maxDecodeBytes: gate.maxBytes },
    );
    const { width, height } = picture;
    const isLarge = format !== 'jpeg' && width * height > HEAVY_PIXELS;
    const isHeavy = isLarge || isCoarse || decodeBytes > HEAVY_BYTES;
    const orientation = container.orientation ?? picture.orientation;
    const plainJpeg =
      format === 'jpeg' && isPlain(picture, orientation) ? { width, height, parts } : undefined;
    const coarseSidePx = isCoarse ? Math.ceil(Math.max(width, height) / 8) : undefined;
    const mayBeDamaged = format === 'jpeg' && !isCut;
    const decoded = { parts, orientation, options, plainJpeg, coarseSidePx, mayBeDamaged, isCut, oddity };
    return { ...decoded, decodeBytes, isHeavy, timeoutSeconds };
  } catch (cause) {
    throw undecodable(cause, oddity);
  }
}

async function pictureOf(parts: readonly Uint8Array[], options: SharpOptions): Promise<Picture> {
  const seen = await sharp(bytesOf(parts), options).metadata();
  const bytesPerSample = { uchar: 1, char: 1, ushort: 2, short: 2 }[seen.depth as string] ?? 4;
  return {
    width: seen.width,
    height: seen.height,
    bytesPerPixel: seen.channels * bytesPerSample,
    isInterlaced: seen.isProgressive,
    profileBytes: seen.icc?.length ?? 0,
    frames: seen.pages ?? 1,
    orientation: seen.orientation ?? 1,
  };
}

/** One scan, without a colour profile; four components would be CMYK. */
function isPlain({ isInterlaced, profileBytes, bytesPerPixel }: Picture, orientation: number): boolean {
  return !isInterlaced && profileBytes === 0 && orientation === 1 && bytesPerPixel !== 4;
}

const isSame = (a: Size, b: Size) => a.width === b.width && a.height === b.height;

/** The parts as one, without a copy where there is one only. */
export function bytesOf(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
}

/** Pixels as a photo that needs no decoder, and no memory beside its own. */
export function photoOfPixels({ data, width, height }: Pixels): Photo {
  const options: SharpOptions = { raw: { width, height, channels: 3 } };
  return { parts: [data], orientation: 1, decodeBytes: 0, isHeavy: false, timeoutSeconds: 0, options };
}

import sharp, { type ResizeOptions, type SharpOptions } from 'sharp';
import { RequestError } from '../errors.ts';
import type { DecodeGate } from './decode-gate.ts';
import { formatOf, type ImageFormat } from './format.ts';
import { type ImageHeader, SINGLE } from './header.ts';
import { checkLimits } from './limits.ts';
import type { Pixels } from './pixels.ts';
import { readHeader } from './read-header.ts';

sharp.cache(false);
sharp.concurrency(1);
// No loader but these can be reached, whatever the bytes say.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map(
    (loader) => `VipsForeignLoad${loader}Buffer`,
  ),
});

/** How the model wants its photos decoded, as its contract says. */
export type Preprocessing = {
  orientation: 'exif';
  alphaBackground: string;
  resize: { fit: 'fill'; kernel: 'nearest' | 'linear' | 'cubic' | 'mitchell' | 'lanczos2' | 'lanczos3' };
};

export type DecodeLimits = { maxPixels: number; gate: DecodeGate };

/** A photo whose header is within the limits. */
export type Photo = { bytes: Uint8Array; decodeBytes: number; options: SharpOptions };

// AVIF takes 19 bytes a pixel in libheif 1.20 (frame, colour conversion, its copies).
const AVIF_BYTES_PER_PIXEL = 20;

/**
 * Tells the format by content and checks the header against the limits.
 * @throws RequestError image_type_unsupported, image_corrupt, image_too_large
 */
export async function openPhoto(bytes: Buffer, limits: DecodeLimits): Promise<Photo> {
  const format = formatOf(bytes);
  const options: SharpOptions = {
    // Stricter ("warning") would refuse photos that every viewer shows, for odd EXIF or a byte too many.
    failOn: 'error',
    limitInputPixels: limits.maxPixels,
    sequentialRead: true,
    pages: 1,
  };
  const header = await headerOf(bytes, format, options);
  checkLimits(header, { maxPixels: limits.maxPixels, maxDecodeBytes: limits.gate.maxBytes });
  return { bytes, decodeBytes: header.decodeBytes, options };
}

/** Pixels as a photo that needs no decoder, and no memory beside its own. */
export function photoOfPixels({ data, width, height }: Pixels): Photo {
  return { bytes: data, decodeBytes: 0, options: { raw: { width, height, channels: 3 } } };
}

async function headerOf(bytes: Buffer, format: ImageFormat, options: SharpOptions): Promise<ImageHeader> {
  try {
    const header = readHeader(bytes, format);
    if (header !== undefined) return header;
    const { width, height, pages = 1 } = await sharp(bytes, options).metadata();
    return { ...SINGLE, width, height, decodeBytes: width * height * AVIF_BYTES_PER_PIXEL, frames: pages };
  } catch (cause) {
    throw undecodable(cause);
  }
}

/**
 * Decodes a photo to the pixels that the model wants: turned by EXIF, colours in sRGB, alpha flattened, squashed
 * to width x height. A JPEG is shrunk while it is decoded where the size allows.
 * @throws RequestError image_corrupt
 */
export function decodePhoto(
  photo: Photo,
  size: { width: number; height: number },
  preprocessing: Preprocessing,
  gate: DecodeGate,
): Promise<Pixels> {
  const { width, height } = size;
  const squashed = { width, height, ...preprocessing.resize };
  return gate.run(photo.decodeBytes, () => decode(photo, squashed, preprocessing));
}

/**
 * Decodes a photo to be looked at: upright, in its own proportions, no larger than it is nor than a square of `sidePx`.
 * The caller has had its turn at the gate.
 * @throws RequestError image_corrupt
 */
export function decodeForDisplay(photo: Photo, sidePx: number, preprocessing: Preprocessing) {
  const inside = { width: sidePx, height: sidePx, fit: 'inside', withoutEnlargement: true } as const;
  return decode(photo, inside, preprocessing);
}

async function decode(photo: Photo, size: ResizeOptions, preprocessing: Preprocessing): Promise<Pixels> {
  const { data, info } = await sharp(photo.bytes, photo.options)
    .autoOrient()
    .resize(size)
    .flatten({ background: preprocessing.alphaBackground })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((cause) => {
      throw undecodable(cause);
    });
  if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels instead of 3`);
  return { data, width: info.width, height: info.height };
}

function undecodable(cause: unknown): RequestError {
  if (/pixel limit/i.test(String(cause))) {
    return new RequestError('image_too_large', 'The image has more pixels than are accepted.', { cause });
  }
  return new RequestError('image_corrupt', 'The image is truncated or corrupt.', { cause });
}

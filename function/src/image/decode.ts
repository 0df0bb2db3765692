import type { ResizeOptions, SharpOptions } from 'sharp';
import { coarseJpeg } from './containers/coarse-jpeg.ts';
import type { DecodeGate } from './decode-gate.ts';
import sharp, { TIMEOUT, undecodable } from './libvips.ts';
import { bytesOf, type Photo } from './photo.ts';
import type { Pixels } from './pixels.ts';

/** How the model wants its photos decoded, as its contract says. */
export type Preprocessing = {
  orientation: 'exif';
  alphaBackground: string;
  resize: { fit: 'fill'; kernel: 'nearest' | 'linear' | 'cubic' | 'mitchell' | 'lanczos2' | 'lanczos3' };
};

/**
 * Decodes a photo to the pixels that the model wants: turned by EXIF, colours in sRGB, alpha flattened, squashed
 * to width x height. A JPEG is shrunk while it is decoded where the size allows.
 * @throws RequestError image_corrupt, image_too_slow
 */
export function decodePhoto(
  photo: Photo,
  size: { width: number; height: number },
  preprocessing: Preprocessing,
  gate: DecodeGate,
): Promise<Pixels> {
  const { width, height } = size;
  const squashed = { width, height, ...preprocessing.resize };
  return gate.run(photo.decodeBytes, () => decode(photo, squashed, preprocessing), photo.isHeavy);
}

/**
 * Decodes a photo to be looked at: upright, in its own proportions, no larger than it is nor than a square of `sidePx`.
 * The caller has had its turn at the gate.
 * @throws RequestError image_corrupt, image_too_slow
 */
export function decodeForDisplay(photo: Photo, sidePx: number, preprocessing: Preprocessing) {
  // Of a coarse photo each block of 8 x 8 pixels has one colour.
  const side = Math.min(sidePx, photo.coarseSidePx ?? sidePx);
  const inside = { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const;
  return decode(photo, inside, preprocessing);
}

/** By EXIF orientation: how far to turn, and whether to mirror before that. */
const TURNS: readonly [degrees: number, mirrored: boolean][] = [
  [0, false],
  [0, true],
  [180, false],
  [180, true],
  [270, true],
  [90, false],
  [90, true],
  [270, false],
];

const DAMAGE = /Corrupt JPEG data|premature end/i;

function readCoarse(photo: Photo): ReturnType<typeof coarseJpeg> {
  try {
    const { buffer, byteOffset, length } = bytesOf(photo.parts);
    return coarseJpeg(Buffer.from(buffer, byteOffset, length));
  } catch (cause) {
    throw undecodable(cause, photo.oddity);
  }
}

/**
 * libvips looks at the deadline after every hundred rows or so of the result, and the place at the gate is taken until it
 * has ended. Within these rows only the limits of the picture bound the time: two seconds of CPU at 49 megapixels.
 */
async function decode(photo: Photo, size: ResizeOptions, preprocessing: Preprocessing): Promise<Pixels> {
  const [degrees, isMirrored] = TURNS[photo.orientation - 1]!;
  const isOnItsSide = degrees % 180 !== 0;
  const coarse = photo.coarseSidePx !== undefined ? readCoarse(photo) : undefined;
  const bytes = coarse?.bytes ?? bytesOf(photo.parts);
  const decodeWith = (options: SharpOptions) =>
    sharp(bytes, options)
      .resize(isOnItsSide ? { ...size, width: size.height!, height: size.width! } : size)
      .flop(isMirrored)
      .rotate(degrees)
      .flatten({ background: preprocessing.alphaBackground })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .timeout({ seconds: photo.timeoutSeconds })
      .toBuffer({ resolveWithObject: true });
  let isDamaged = coarse !== undefined && (coarse.isDamaged || photo.isCut === true);
  const { data, info } = await decodeWith(photo.options)
    .catch((cause) => {
      if (!photo.mayBeDamaged || TIMEOUT.test(String(cause))) throw cause;
      isDamaged ||= DAMAGE.test(String(cause));
      // Stricter would refuse photos that every viewer shows, for an odd header.
      return decodeWith({ ...photo.options, failOn: 'error' });
    })
    .catch((cause) => {
      throw undecodable(cause, photo.oddity);
    });
  if (info.channels !== 3) throw new Error(`decoded to ${info.channels} channels instead of 3`);
  return { data, width: info.width, height: info.height, ...(isDamaged && { isDamaged }) };
}

import sharp from 'sharp';
import { RequestError } from '../errors.ts';
import type { ModelContract } from '../model/contract.ts';
import type { Pixels } from '../model/session.ts';

sharp.cache(false);
sharp.concurrency(1);

export type DecodeSize = { width: number; height: number };

/** Decodes a photo to the pixels that a pass of the model wants. */
export async function decode(
  photo: Buffer,
  size: DecodeSize,
  preprocessing: ModelContract['preprocessing'],
  maxPixels: number,
): Promise<Pixels> {
  try {
    const { data, info } = await sharp(photo, {
      failOn: 'error',
      limitInputPixels: maxPixels,
      sequentialRead: true,
      pages: 1,
    })
      .autoOrient()
      .resize(size.width, size.height, { fit: 'fill', kernel: preprocessing.resize.kernel })
      .flatten({ background: preprocessing.alphaBackground })
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (cause) {
    throw new RequestError('image_corrupt', 'The image is truncated or corrupt.', { cause });
  }
}

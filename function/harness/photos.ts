import { readFileSync } from 'node:fs';
import sharp, { type Sharp } from 'sharp';

/** The sample cat, 451 x 300 pixels, as a PNG. */
export const CHELSEA_PNG = readFileSync(new URL('../samples/chelsea.png', import.meta.url));

/** The sample cat as a plain sRGB JPEG: the answer that every variant is compared with. */
export const CHELSEA_JPEG = await sharp(CHELSEA_PNG).jpeg({ quality: 90 }).toBuffer();

/** A photo that is not worth its bytes: 16 x 16 pixels of one colour. */
export function flat(
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff',
  options: object = {},
): Promise<Buffer> {
  return flatOfSize(16, 16).toFormat(format, options).toBuffer();
}

/** A pipeline over one flat colour. */
export function flatOfSize(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: { r: 120, g: 110, b: 90 } } });
}

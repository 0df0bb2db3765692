import { RequestError } from '../errors.ts';
import { type ImageHeader, MAX_FRAMES } from './header.ts';

export type ImageLimits = { maxPixels: number; maxDecodeBytes: number };

// Twice the widest panorama that a phone takes (about 16,000 pixels).
export const MAX_SIDE_PIXELS = 32_767;
// 50 megapixels in strips of one row, or in tiles of 32 x 32, need fewer.
export const MAX_STRIPS = 65_536;
// A progressive JPEG of 50 megapixels in the usual 10 scans.
export const MAX_SCANNED_PIXELS = 500_000_000;

/**
 * Refuses, before anything is decoded, a picture that would take too much memory or time.
 * @throws RequestError image_too_large, image_corrupt
 */
export function checkLimits(header: ImageHeader, limits: ImageLimits): void {
  const { width, height } = header;
  const pixels = width * height;
  if (pixels === 0) throw new RequestError('image_corrupt', 'The image has no pixels.');
  if (width > MAX_SIDE_PIXELS || height > MAX_SIDE_PIXELS) {
    refuse(`${width} x ${height} pixels; a side may have at most ${MAX_SIDE_PIXELS}`);
  }
  if (pixels > limits.maxPixels) refuse(`${pixels} pixels; at most ${limits.maxPixels} are accepted`);
  if (header.frames > MAX_FRAMES) refuse(`more than ${MAX_FRAMES} frames or pages`);
  if (header.strips > MAX_STRIPS)
    refuse(`${header.strips} strips or tiles; at most ${MAX_STRIPS} are accepted`);
  if (header.scans * pixels > MAX_SCANNED_PIXELS) refuse(`too many scans (${header.scans}) for its size`);
  if (header.decodeBytes > limits.maxDecodeBytes) {
    refuse('a size that needs too much memory in this format; send it smaller, or as a baseline JPEG');
  }
}

function refuse(what: string): never {
  throw new RequestError('image_too_large', `The image has ${what}.`);
}

import { RequestError } from '../errors.ts';

export type ImageLimits = { maxPixels: number; maxDecodeBytes: number };

export type Size = { width: number; height: number };

/** What a picture costs to decode. */
export type ImageCost = Size & {
  /** Memory that opening and decoding take. */
  decodeBytes: number;
  /** Frames of an animation or pages of a document. */
  frames: number;
  /** Separately stored parts of one page (TIFF strips or tiles). */
  strips: number;
  /** Pixels that take the same time: of all parts together (AVIF tiles, alpha), or colours of ink twice. */
  codedPixels: number;
  /** How often the decoder goes over the whole picture (scans of a progressive JPEG). */
  scans: number;
};

// Twice the widest panorama that a phone takes (about 16,000 pixels).
export const MAX_SIDE_PIXELS = 32_767;
export const MAX_FRAMES = 1000;
// 64 megapixels in strips of one row, or in tiles of 32 x 32, need fewer.
export const MAX_STRIPS = 65_536;
// A progressive JPEG of 64 megapixels in the usual 10 scans.
export const MAX_SCANNED_PIXELS = 640_000_000;
// Two seconds of CPU in AVIF, or for both passes of the model in a TIFF of ink.
export const MAX_CODED_PIXELS = 64_000_000;

/**
 * Refuses, before anything is decoded, a picture that would take too much memory or time.
 * @throws RequestError image_too_large, image_corrupt
 */
export function checkLimits(cost: ImageCost, limits: ImageLimits): void {
  checkSize(cost, limits.maxPixels);
  checkFrames(cost.frames);
  if (cost.strips > MAX_STRIPS) refuse(`${cost.strips} strips or tiles; at most ${MAX_STRIPS} are accepted`);
  if (cost.codedPixels > MAX_CODED_PIXELS) {
    refuse(`a form that takes as long to decode as ${cost.codedPixels} pixels; at most ${MAX_CODED_PIXELS}`);
  }
  if (cost.scans * cost.width * cost.height > MAX_SCANNED_PIXELS)
    refuse(
      `${cost.scans} scans of ${cost.width * cost.height} pixels; at most ${MAX_SCANNED_PIXELS} are accepted in all`,
    );
  checkMemory(cost.decodeBytes, limits.maxDecodeBytes);
}

/** @throws RequestError image_too_large, image_corrupt */
export function checkSize({ width, height }: Size, maxPixels: number): void {
  const pixels = width * height;
  if (pixels === 0) throw new RequestError('image_corrupt', 'The image has no pixels.');
  if (width > MAX_SIDE_PIXELS || height > MAX_SIDE_PIXELS) {
    refuse(`${width} x ${height} pixels; a side may have at most ${MAX_SIDE_PIXELS}`);
  }
  if (pixels > maxPixels) refuse(`${pixels} pixels; at most ${maxPixels} are accepted`);
}

/** @throws RequestError image_too_large */
export function checkFrames(frames: number): void {
  if (frames > MAX_FRAMES) refuse(`more than ${MAX_FRAMES} frames or pages`);
}

/** @throws RequestError image_too_large, when the estimated memory of a decode is not a number or over the limit */
export function checkMemory(decodeBytes: number, maxDecodeBytes: number): void {
  if (decodeBytes <= maxDecodeBytes) return;
  refuse(
    `a form that takes ${megabytes(decodeBytes)} MB of memory to decode; at most ${megabytes(maxDecodeBytes)} MB are ` +
      'accepted. Send it smaller, or as a JPEG without metadata',
  );
}

const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);

function refuse(what: string): never {
  throw new RequestError('image_too_large', `The image has ${what}.`);
}

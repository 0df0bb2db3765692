import sharp from 'sharp';
import { type DecodeLimits, decodeForDisplay, type Photo, type Preprocessing } from '../image/decode.ts';
import type { Saliency } from '../model/prediction.ts';
import { heatPixels } from './heat.ts';

export type OverlayFormat = 'png' | 'webp';

/** The photo with the map over it, smoothly enlarged; at most MAX_SIDE_PIXELS wide and high. */
export async function overlay(
  photo: Photo,
  { width, height, values }: Saliency,
  format: OverlayFormat,
  preprocessing: Preprocessing,
  { gate }: DecodeLimits,
): Promise<Buffer> {
  const shown = await decodeForDisplay(photo, MAX_SIDE_PIXELS, preprocessing, gate);
  const heat = await sharp(heatPixels(values), { raw: { width, height, channels: 4 } })
    .resize(shown.width, shown.height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  const both = sharp(shown.data, {
    raw: { width: shown.width, height: shown.height, channels: 3 },
  }).composite([{ input: heat, raw: { width: shown.width, height: shown.height, channels: 4 } }]);
  // Nothing waits for the last per cent of either: an answer that is a third larger in a tenth of the time.
  return format === 'png'
    ? both.png({ compressionLevel: 4 }).toBuffer()
    : both.webp({ quality: 82, effort: 1 }).toBuffer();
}

export const MAX_SIDE_PIXELS = 1024;

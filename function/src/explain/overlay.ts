import sharp from 'sharp';
import { decodeForDisplay, type Preprocessing } from '../image/decode.ts';
import type { DecodeGate } from '../image/decode-gate.ts';
import type { Photo } from '../image/photo.ts';
import type { Saliency } from '../model/prediction.ts';
import { heatPixels } from './heat.ts';

const MAX_SIDE_PIXELS = 768;
// The photo, the heat over it and both together, in up to four channels each.
const OVERLAY_BYTES = MAX_SIDE_PIXELS ** 2 * 4 * 3;
// A seventh of the time that the default takes, for a fifth more bytes.
const WEBP_EFFORT = 1;

/**
 * The photo with the map over it, smoothly enlarged; at most MAX_SIDE_PIXELS wide and high.
 * All of it in its turn at the gate: decoded photos that waited for an encoder would be bounded by nothing.
 */
export function overlay(
  photo: Photo,
  saliency: Saliency,
  format: 'png' | 'webp',
  preprocessing: Preprocessing,
  gate: DecodeGate,
): Promise<Buffer> {
  const bytes = Math.min(photo.decodeBytes + OVERLAY_BYTES, gate.maxBytes);
  const draw = async () => {
    const shown = await decodeForDisplay(photo, MAX_SIDE_PIXELS, preprocessing);
    const { width, height } = shown;
    const heat = await sharp(heatPixels(saliency.values), {
      raw: { width: saliency.width, height: saliency.height, channels: 4 },
    })
      .resize(width, height, { fit: 'fill', kernel: 'cubic' })
      .raw()
      .toBuffer();
    const both = sharp(shown.data, { raw: { width, height, channels: 3 } })
      .composite([{ input: heat, raw: { width, height, channels: 4 } }])
      .removeAlpha();
    return (format === 'png' ? both.png() : both.webp({ effort: WEBP_EFFORT })).toBuffer();
  };
  return gate.run(bytes, draw, photo.isHeavy);
}

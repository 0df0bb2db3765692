import sharp from 'sharp';
import { RequestError } from '../errors.ts';

sharp.cache(false);
sharp.concurrency(1);
// No loader but these can be reached, whatever the bytes say.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map(
    (loader) => `VipsForeignLoad${loader}Buffer`,
  ),
});

export default sharp;

export const TIMEOUT = /timeout: \d+% complete/;

/** Why a photo cannot be decoded, as the client is told it; `oddity` is of a kind that decoders refuse. */
export function undecodable(cause: unknown, oddity?: RequestError): RequestError {
  if (cause instanceof RequestError) return cause;
  if (/pixel limit/i.test(String(cause))) {
    return new RequestError('image_too_large', 'The image has more pixels than are accepted.', { cause });
  }
  if (TIMEOUT.test(String(cause))) {
    const detail = 'The image takes too long to decode. Send it smaller, or as a baseline JPEG.';
    return new RequestError('image_too_slow', detail, { cause });
  }
  if (oddity !== undefined) return oddity;
  return new RequestError('image_corrupt', 'The image is truncated or corrupt.', { cause });
}

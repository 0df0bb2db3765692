import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

export interface Photos {
  source: string;
  /** One JPEG of 500 x 375, the most frequent size among the photos that the model was made for. */
  single: Buffer;
  /** JPEGs of many sizes. */
  mix: Buffer[];
}

const SINGLE = { width: 500, height: 375 };
const MIX_LIMIT = 200;
/** Thumbnails to small camera pictures, the middle ones more often than the ends. */
const MIX_SIZES = '160x120 320x240 499x375 375x500 500x375 500x375 640x480 1024x768 1600x1200 2400x1600';

const chelsea = new URL('../samples/chelsea.png', import.meta.url);

/** Pictures derived from the sample cat. */
export async function samplePhotos(): Promise<Photos> {
  const source = readFileSync(chelsea);
  const resized = (width: number, height: number): Promise<Buffer> =>
    sharp(source).resize(width, height, { fit: 'fill' }).jpeg({ quality: 92 }).toBuffer();
  return {
    source: 'derived from function/samples/chelsea.png',
    single: await resized(SINGLE.width, SINGLE.height),
    mix: await Promise.all(
      MIX_SIZES.split(' ').map((size) => {
        const [width, height] = size.split('x').map(Number);
        return resized(width!, height!);
      }),
    ),
  };
}

/**
 * The JPEGs below a folder, at most 200, evenly taken from all of them.
 * @throws Error when it is no folder, or there is none of 500 x 375
 */
export async function photosOf(folder: string): Promise<Photos> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`${folder}: not a folder`);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort();
  const stride = Math.max(1, files.length / MIX_LIMIT);
  const mix = Array.from({ length: Math.min(MIX_LIMIT, files.length) }, (_, index) =>
    readFileSync(path.join(folder, files[Math.floor(index * stride)] ?? '')),
  );
  for (const photo of mix) {
    const { width, height } = await sharp(photo).metadata();
    if (width === SINGLE.width && height === SINGLE.height) {
      return { source: `${mix.length} of ${files.length} photos of --photos`, single: photo, mix };
    }
  }
  throw new Error(`${folder}: no JPEG of ${SINGLE.width} x ${SINGLE.height} among ${files.length} files`);
}

import { AskError } from './ask.ts';
import { digestOf } from './digest.ts';

// The model sees 256 pixels a side; what is more only takes longer on the way.
const MAX_SIDE_PX = 1024;
const THUMBNAIL_SIDE_PX = 256;
const SMALL_BYTES = 400_000;
// Far more than any photo; it is read into memory as a whole.
const MAX_FILE_BYTES = 100 * 2 ** 20;
const JPEG_QUALITY = 0.9;
const THUMBNAIL_QUALITY = 0.8;
const sentAsItIs = /^image\/(jpeg|png|webp|gif|avif|hei[cf]|tiff)$/;

// A photo of 12 megapixels takes 48 MB while it is open.
const MOST_OPEN = 2;
const line: (() => void)[] = [];
let open = 0;

/** What is sent of a file, a small copy of it for the list, and the digest of the file itself. */
export type Prepared = {
  blob: Blob;
  /** What was done to the photo, for a person. */
  note: string | undefined;
  /** Undefined where this browser cannot show the photo. */
  thumbnail: Blob | undefined;
  digest: string;
};

/**
 * Scales a large photo down, and makes a JPEG of one that the function does not take but this browser can show. What the
 * browser cannot show is sent as it is: the function may know more, and says what is wrong.
 * @throws AskError when the file is too large or cannot be read
 */
export async function prepare(file: Blob): Promise<Prepared> {
  if (file.size > MAX_FILE_BYTES) {
    throw new AskError('This file is too large for a photo.', 'body_too_large', false);
  }
  if (open >= MOST_OPEN) await new Promise<void>((resolve) => line.push(resolve));
  else open += 1;
  try {
    const digest = await digestOf(await file.arrayBuffer());
    return { digest, ...(await scaled(file)) };
  } finally {
    const next = line.shift();
    if (next === undefined) open -= 1;
    else next();
  }
}

async function scaled(file: Blob): Promise<Omit<Prepared, 'digest'>> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) return { blob: file, note: undefined, thumbnail: undefined };
  try {
    const { width, height } = picture;
    const thumbnail = await jpegOf(picture, THUMBNAIL_SIDE_PX, THUMBNAIL_QUALITY);
    const isTaken = sentAsItIs.test(file.type);
    const isSmall = Math.max(width, height) <= MAX_SIDE_PX;
    if (isTaken && (isSmall || file.size <= SMALL_BYTES)) return { blob: file, note: undefined, thumbnail };
    const blob = await jpegOf(picture, MAX_SIDE_PX, JPEG_QUALITY);
    const sizes = `${sizeText(file.size)} → ${sizeText(blob.size)}`;
    if (isSmall) return { blob, note: `Sent as a JPEG, ${sizes}`, thumbnail };
    const [smallWidth, smallHeight] = sidesWithin(picture, MAX_SIDE_PX);
    const pixels = `${width} × ${height} → ${smallWidth} × ${smallHeight} pixels`;
    return { blob, note: `Sent smaller: ${pixels}, ${sizes}`, thumbnail };
  } finally {
    picture.close();
  }
}

function sidesWithin({ width, height }: ImageBitmap, maxPx: number): [width: number, height: number] {
  const factor = Math.min(1, maxPx / Math.max(width, height));
  return [Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor))];
}

function jpegOf(picture: ImageBitmap, maxPx: number, quality: number): Promise<Blob> {
  const [width, height] = sidesWithin(picture, maxPx);
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d')!;
  // As the function does with what is transparent.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

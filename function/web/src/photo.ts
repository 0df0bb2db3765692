/** A photo as it is sent, and in words what was done to it before. */
export type Prepared = { blob: Blob; note: string | undefined };

// The model sees 256 pixels a side; what is more only takes longer on the way.
const MAX_SIDE_PX = 1024;
const SMALL_BYTES = 400_000;
const JPEG_QUALITY = 0.9;
const sentAsTheyAre = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'image/tiff',
]);

/**
 * Scales a large photo down, and makes a JPEG of one that the function does not take but this browser can show, as
 * HEIC in Safari. What the browser cannot show is sent as it is: the function may know more, and says what is wrong.
 */
export async function prepare(file: Blob): Promise<Prepared> {
  const isTaken = sentAsTheyAre.has(file.type);
  if (isTaken && file.size <= SMALL_BYTES) return { blob: file, note: undefined };
  const picture = await decode(file);
  if (picture === undefined) return { blob: file, note: undefined };
  const { width, height } = picture;
  const factor = Math.min(1, MAX_SIDE_PX / Math.max(width, height));
  if (isTaken && factor === 1) return { blob: file, note: undefined };
  const [smallWidth, smallHeight] = [width, height].map((side) => Math.max(1, Math.round(side * factor)));
  const blob = await jpegOf(picture, smallWidth!, smallHeight!);
  picture.close();
  const sizes = `${sizeText(file.size)} → ${sizeText(blob.size)}`;
  if (factor === 1) return { blob, note: `Sent as a JPEG, ${sizes}` };
  return {
    blob,
    note: `Sent smaller: ${width} × ${height} → ${smallWidth} × ${smallHeight} pixels, ${sizes}`,
  };
}

async function decode(file: Blob): Promise<ImageBitmap | undefined> {
  try {
    return await createImageBitmap(file);
  } catch {
    return undefined;
  }
}

async function jpegOf(picture: ImageBitmap, width: number, height: number): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext('2d')!;
  // As the function does with what is transparent.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, width, height);
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY),
  );
  if (blob === null) throw new Error('this browser makes no JPEG of it');
  return blob;
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

// The model sees 256 pixels a side; what is more only takes longer on the way.
const MAX_SIDE_PX = 1024;
const SMALL_BYTES = 400_000;
const JPEG_QUALITY = 0.9;
const sentAsItIs = /^image\/(jpeg|png|webp|gif|avif|hei[cf]|tiff)$/;

/**
 * Scales a large photo down, and makes a JPEG of one that the function does not take but this browser can show;
 * `note` says what was done. What the browser cannot show is sent as it is: the function may know more, and says what is wrong.
 */
export async function prepare(file: Blob): Promise<{ blob: Blob; note: string | undefined }> {
  const isTaken = sentAsItIs.test(file.type);
  if (isTaken && file.size <= SMALL_BYTES) return { blob: file, note: undefined };
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (picture === undefined) return { blob: file, note: undefined };
  const { width, height } = picture;
  const factor = Math.min(1, MAX_SIDE_PX / Math.max(width, height));
  if (isTaken && factor === 1) return { blob: file, note: undefined };
  const [smallWidth, smallHeight] = [width, height].map((side) => Math.max(1, Math.round(side * factor)));
  const blob = await jpegOf(picture, smallWidth!, smallHeight!);
  picture.close();
  const sizes = `${sizeText(file.size)} → ${sizeText(blob.size)}`;
  if (factor === 1) return { blob, note: `Sent as a JPEG, ${sizes}` };
  const pixels = `${width} × ${height} → ${smallWidth} × ${smallHeight} pixels`;
  return { blob, note: `Sent smaller: ${pixels}, ${sizes}` };
}

function jpegOf(picture: ImageBitmap, width: number, height: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d')!;
  // As the function does with what is transparent.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = 'high';
  pen.drawImage(picture, 0, 0, width, height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

import sharp from '../libvips.ts';

/** The ICC profile of Display P3 that libvips has. */
export async function displayP3Profile(): Promise<Uint8Array> {
  const pixel = sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } });
  const file = await pixel.withIccProfile('p3').tiff().toBuffer();
  return (await sharp(file).metadata()).icc!;
}

import sharp, { type Sharp } from 'sharp';

/** A drawn picture with edges, a gradient and saturated colours: 300 x 200, wider than high, no symmetry. */
export function drawnPixels(width = 300, height = 200): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      const inside = Math.hypot(x - width * 0.3, y - height * 0.4) < height * 0.25;
      pixels[at] = inside ? 220 : Math.round((x / width) * 200);
      pixels[at + 1] = inside ? 80 : Math.round((y / height) * 180);
      pixels[at + 2] = x > width * 0.7 ? 190 : 60;
    }
  }
  return pixels;
}

export function drawing(width = 300, height = 200): Sharp {
  return sharp(drawnPixels(width, height), { raw: { width, height, channels: 3 } });
}

/** The drawing as a plain sRGB JPEG of high quality. */
export function plainJpeg(width = 300, height = 200): Promise<Buffer> {
  return drawing(width, height).jpeg({ quality: 98, chromaSubsampling: '4:4:4' }).toBuffer();
}

/** Mean absolute difference of two pictures in levels of 0 to 255. */
export function meanDifference(a: Uint8Array, b: Uint8Array): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} and ${b.length} bytes cannot be compared`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}

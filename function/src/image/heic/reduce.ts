/** One channel as the decoder leaves it in its memory; `samples` has `stride` of them a row. */
export type Plane = { samples: Uint8Array | Uint16Array; stride: number; width: number; height: number };

/** Y, and Cb and Cr where the picture has colours. */
export type Planes = { luma: Plane; chroma: readonly [Plane, Plane] | undefined; bits: number };

/** How the samples stand for colours (ISO/IEC 23091-2): matrix_coefficients and the range. */
export type Colours = { matrix: number; isFullRange: boolean };

export type RgbPicture = { rgb: Uint8Array; width: number; height: number };

const RED_AND_BLUE_SHARES: Record<number, readonly [number, number]> = {
  1: [0.2126, 0.0722],
  9: [0.2627, 0.0593],
};
const BT601_SHARES = [0.299, 0.114] as const;
const GBR = 0;

/** Blocks of `factor` x `factor` pixels become one each, their mean, written at a place in a larger picture. */
export function reduceInto(
  out: RgbPicture,
  left: number,
  top: number,
  { luma, chroma, bits }: Planes,
  colours: Colours,
  factor: number,
): void {
  const width = Math.min(Math.ceil(luma.width / factor), out.width - left);
  const height = Math.min(Math.ceil(luma.height / factor), out.height - top);
  const toRgb = conversion(colours, bits);
  const [blue, red] = chroma ?? [];
  const neutral = 2 ** (bits - 1);
  const luminances = new Float32Array(width);
  const blues = new Float32Array(width).fill(neutral);
  const reds = new Float32Array(width).fill(neutral);
  for (let y = 0; y < height; y += 1) {
    meansOfRow(luma, luma, factor, y, luminances);
    if (blue !== undefined) meansOfRow(blue, luma, factor, y, blues);
    if (red !== undefined) meansOfRow(red, luma, factor, y, reds);
    let at = ((top + y) * out.width + left) * 3;
    for (let x = 0; x < width; x += 1) {
      toRgb(luminances[x]!, blues[x]!, reds[x]!, out.rgb, at);
      at += 3;
    }
  }
}

/** A row of means; of a plane with fewer samples than the luma, blocks have as many fewer of them, one at least. */
function meansOfRow(plane: Plane, luma: Plane, factor: number, y: number, means: Float32Array): void {
  const { samples, stride } = plane;
  const stepX = factor / Math.round(luma.width / plane.width);
  const stepY = factor / Math.round(luma.height / plane.height);
  const top = Math.floor(y * stepY);
  const bottom = Math.max(top + 1, Math.min(Math.floor((y + 1) * stepY), plane.height));
  for (let x = 0; x < means.length; x += 1) {
    const left = Math.floor(x * stepX);
    const right = Math.max(left + 1, Math.min(Math.floor((x + 1) * stepX), plane.width));
    let sum = 0;
    for (let row = top; row < bottom; row += 1) {
      const end = row * stride + right;
      for (let at = row * stride + left; at < end; at += 1) sum += samples[at]!;
    }
    means[x] = sum / ((right - left) * (bottom - top));
  }
}

type Conversion = (luma: number, blue: number, red: number, out: Uint8Array, at: number) => void;

function conversion({ matrix, isFullRange }: Colours, bits: number): Conversion {
  const unit = 2 ** (bits - 8);
  const black = isFullRange ? 0 : 16 * unit;
  const lumaScale = 255 / (isFullRange ? 2 ** bits - 1 : 219 * unit);
  const chromaScale = 255 / (isFullRange ? 2 ** bits - 1 : 224 * unit);
  const neutral = 2 ** (bits - 1);
  if (matrix === GBR) {
    return (luma, blue, red, out, at) => {
      out[at] = level((red - black) * lumaScale);
      out[at + 1] = level((luma - black) * lumaScale);
      out[at + 2] = level((blue - black) * lumaScale);
    };
  }
  const [redShare, blueShare] = RED_AND_BLUE_SHARES[matrix] ?? BT601_SHARES;
  const greenShare = 1 - redShare - blueShare;
  const redOfRed = 2 * (1 - redShare) * chromaScale;
  const blueOfBlue = 2 * (1 - blueShare) * chromaScale;
  const greenOfRed = (redOfRed * redShare) / greenShare;
  const greenOfBlue = (blueOfBlue * blueShare) / greenShare;
  return (luma, blue, red, out, at) => {
    const grey = (luma - black) * lumaScale;
    out[at] = level(grey + redOfRed * (red - neutral));
    out[at + 1] = level(grey - greenOfRed * (red - neutral) - greenOfBlue * (blue - neutral));
    out[at + 2] = level(grey + blueOfBlue * (blue - neutral));
  };
}

function level(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : Math.round(value);
}

/** The part of a picture that is left without its borders, in pixels. */
export function crop(
  picture: RgbPicture,
  left: number,
  top: number,
  right: number,
  bottom: number,
): RgbPicture {
  const width = picture.width - left - right;
  const height = picture.height - top - bottom;
  if (left < 0 || top < 0 || right < 0 || bottom < 0 || width < 1 || height < 1)
    throw new RangeError('borders outside the picture');
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * picture.width + left) * 3;
    rgb.set(picture.rgb.subarray(from, from + width * 3), y * width * 3);
  }
  return { rgb, width, height };
}

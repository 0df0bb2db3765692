// AssemblyScript: `npx . generate resize` compiles it to function/src/image/resize.generated.mjs. JavaScript has no vector
// instructions: there the same takes 1.0 ms instead of 0.2 for a photo of 500 x 375 pixels.

const CHANNELS = 3;
/** Weights are integers of 14 bits: the sum of 255 * weight, and of rounding, stays below 2^31. */
const WEIGHT_BITS = 14;
const HALF: i32 = 1 << (WEIGHT_BITS - 1);
/** Vector loads and stores reach this far behind a row. */
const PADDING: usize = 64;

/**
 * Resizes RGB pixels, first their rows and then their columns, with a triangle filter that is widened by the scale:
 * Pillow's BILINEAR with antialiasing, and the linear kernel of libvips.
 * @param source pixels, row by row, 3 bytes each; the memory behind them is used
 * @param bias added to each sum of rows, in units of 2^-14 of a level
 * @returns where the pixels of the resized picture begin
 */
export function resize(source: usize, width: i32, height: i32, outWidth: i32, outHeight: i32, bias: i32): usize {
  const rows = align(source + <usize>(width * height * CHANNELS));
  const out = align(rows + <usize>(width * outHeight * CHANNELS));
  const table = align(out + <usize>(outWidth * outHeight * CHANNELS));
  resizeRows(source, width * CHANNELS, outHeight, weigh(table, height, outHeight), table, rows, HALF + bias);
  resizeColumns(rows, width, outHeight, outWidth, weigh(table, width, outWidth), table, out);
  return out;
}

function align(at: usize): usize {
  return (at + PADDING + 15) & ~(<usize>15);
}

/**
 * Writes, for each output pixel, which input pixels it is made of: the first, their number, and their weights.
 * @returns the bytes of one entry
 */
function weigh(table: usize, size: i32, outSize: i32): i32 {
  const scale = <f64>size / <f64>outSize;
  const reach = max(scale, 1.0);
  const bytes = 8 + (<i32>Math.ceil(reach) * 2 + 2) * 2;
  for (let i = 0; i < outSize; i++) {
    const center = (<f64>i + 0.5) * scale;
    const first = max(0, <i32>(center - reach + 0.5));
    const count = min(size, <i32>(center + reach + 0.5)) - first;
    const entry = table + <usize>(i * bytes);
    let sum = 0.0;
    for (let k = 0; k < count; k++) sum += triangle(first + k, center, reach);
    let left = 1 << WEIGHT_BITS;
    let largest = entry;
    for (let k = 0; k < count; k++) {
      const at = entry + 8 + <usize>(k * 2);
      const weight = <i32>Math.round((triangle(first + k, center, reach) / sum) * <f64>(1 << WEIGHT_BITS));
      store<i16>(at, <i16>weight);
      left -= weight;
      if (largest === entry || load<i16>(largest) < load<i16>(at)) largest = at;
    }
    // The sum of rounded weights is 1 again: an even picture keeps its levels.
    store<i16>(largest, load<i16>(largest) + <i16>left);
    // Pixels are read in pairs.
    store<i16>(entry + 8 + <usize>(count * 2), 0);
    store<i32>(entry, first);
    store<i32>(entry + 4, count);
  }
  return bytes;
}

function triangle(pixel: i32, center: f64, reach: f64): f64 {
  return max(0.0, 1.0 - Math.abs(<f64>pixel + 0.5 - center) / reach);
}

function resizeRows(source: usize, rowBytes: i32, outHeight: i32, entryBytes: i32, table: usize, out: usize, rounding: i32): void {
  for (let y = 0; y < outHeight; y++) {
    const entry = table + <usize>(y * entryBytes);
    const first = source + <usize>(load<i32>(entry) * rowBytes);
    const count = load<i32>(entry + 4);
    const outRow = out + <usize>(y * rowBytes);
    // 16 bytes of two rows at a time; what is written behind the row is overwritten by the next one.
    for (let x = 0; x < rowBytes; x += 16) {
      let a = i32x4.splat(rounding);
      let b = a;
      let c = a;
      let d = a;
      let at = first + <usize>x;
      for (let k = 0; k < count; k += 2) {
        const upper = v128.load(at);
        const lower = v128.load(at + <usize>rowBytes);
        const weights = v128.load_splat<i32>(entry + 8 + <usize>(k * 2));
        const left = i8x16.shuffle(upper, lower, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
        const right = i8x16.shuffle(upper, lower, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
        a = i32x4.add(a, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(left), weights));
        b = i32x4.add(b, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(left), weights));
        c = i32x4.add(c, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(right), weights));
        d = i32x4.add(d, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(right), weights));
        at += <usize>(rowBytes * 2);
      }
      v128.store(outRow + <usize>x, i8x16.narrow_i16x8_u(levels(a, b), levels(c, d)));
    }
  }
}

function resizeColumns(rows: usize, width: i32, height: i32, outWidth: i32, entryBytes: i32, table: usize, out: usize): void {
  for (let x = 0; x < outWidth; x++) {
    const entry = table + <usize>(x * entryBytes);
    const count = load<i32>(entry + 4);
    let first = rows + <usize>(load<i32>(entry) * CHANNELS);
    let outPixel = out + <usize>(x * CHANNELS);
    for (let y = 0; y < height; y++) {
      let sum = i32x4.splat(HALF);
      let at = first;
      for (let k = 0; k < count; k += 2) {
        // Two pixels: red, red, green, green, blue, blue.
        const pair = v128.load64_zero(at);
        const channels = i8x16.shuffle(pair, pair, 0, 3, 1, 4, 2, 5, 6, 7, 0, 0, 0, 0, 0, 0, 0, 0);
        const weights = v128.load_splat<i32>(entry + 8 + <usize>(k * 2));
        sum = i32x4.add(sum, i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(channels), weights));
        at += 2 * CHANNELS;
      }
      const pixel = i8x16.narrow_i16x8_u(levels(sum, sum), sum);
      store<u8>(outPixel, i8x16.extract_lane_u(pixel, 0));
      store<u8>(outPixel + 1, i8x16.extract_lane_u(pixel, 1));
      store<u8>(outPixel + 2, i8x16.extract_lane_u(pixel, 2));
      first += <usize>(width * CHANNELS);
      outPixel += <usize>(outWidth * CHANNELS);
    }
  }
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function levels(low: v128, high: v128): v128 {
  return i16x8.narrow_i32x4_s(i32x4.shr_s(low, WEIGHT_BITS), i32x4.shr_s(high, WEIGHT_BITS));
}

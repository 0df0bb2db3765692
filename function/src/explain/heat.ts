// For the function and for the page: nothing here may need Node.js or a browser.

/** Red, green and blue of weak, of middling and of the strongest evidence. */
const RAMP = [
  [255, 214, 92],
  [255, 132, 48],
  [222, 32, 44],
] as const;
const LARGEST_ALPHA = 0.62;
// What is a tenth as strong as the strongest is as good as nothing.
const SMALLEST_SHARE = 0.1;

/**
 * A map of evidence as pixels to lay over the photo: RGBA, not premultiplied, 4 bytes a value.
 * Where nothing speaks for the answer, the photo is seen as it is.
 */
export function heatPixels(values: ArrayLike<number>): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  const strongest = Math.max(0, ...Array.from(values));
  for (let i = 0; i < values.length; i++) {
    const share = strongest > 0 ? Math.max(0, values[i]! / strongest) : 0;
    const [red, green, blue] = rampAt(share);
    const alpha = Math.max(0, (share - SMALLEST_SHARE) / (1 - SMALLEST_SHARE)) ** 1.2 * LARGEST_ALPHA;
    pixels.set([red, green, blue, alpha * 255], i * 4);
  }
  return pixels;
}

function rampAt(share: number): [number, number, number] {
  const at = Math.min(share, 1) * (RAMP.length - 1);
  const index = Math.min(Math.floor(at), RAMP.length - 2);
  const [from, to] = [RAMP[index]!, RAMP[index + 1]!];
  return [0, 1, 2].map((i) => from[i]! + (to[i]! - from[i]!) * (at - index)) as [number, number, number];
}

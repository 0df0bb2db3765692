/** Raw sRGB pixels, 3 bytes each, row by row from the top left. */
export type Pixels = { data: Uint8Array; width: number; height: number };

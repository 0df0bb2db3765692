/** Raw sRGB pixels, 3 bytes each, row by row from the top left. */
export type Pixels = {
  /** Whether the decoder met damage, and went on. */
  isDamaged?: boolean;
  data: Uint8Array;
  width: number;
  height: number;
};

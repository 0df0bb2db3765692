import type { RequestError } from '../errors.ts';
import type { Size } from './limits.ts';

/** What the decoder sees of a picture before it decodes a pixel. */
export type Picture = Size & {
  bytesPerPixel: number;
  isInterlaced: boolean;
  /** Of the colour profile, as the decoder holds it. */
  profileBytes: number;
  /** Frames of an animation or pages of a document. */
  frames: number;
  /** As in EXIF, 1 to 8. */
  orientation: number;
};

/** What a file holds around its picture, found without decoding anything. */
export type Container = {
  /** What the decoder gets: the pixels and their colour profile. All other metadata is left out, unread. */
  parts: Buffer[];
  /** As the file declares it; the decoder must see the same. */
  size?: Size;
  /** Of a JPEG, whose reader finds it faster than the decoder. */
  picture?: Picture;
  /** 1 to 8, of EXIF that was left out; undefined where the decoder finds it itself. */
  orientation?: number;
  /** Pages, where the decoder would take long to count them. */
  pages?: number;
  /** Separately stored parts of one page (TIFF strips or tiles). */
  strips?: number;
  /** Pixels that take the same time: of all parts together (AVIF tiles, alpha), or colours of ink twice. */
  codedPixels?: number;
  /** How often the decoder goes over the whole picture (scans of a progressive JPEG). */
  scans?: number;
  /** Whether a JPEG needs the means of its blocks alone to be resized to no more than `sidePixels`. */
  isCoarseEnough?(sidePixels: number): boolean;
  /** The end of a JPEG is missing; `parts` have one. */
  isCut?: boolean;
  /** What the client gets when the decoder refuses the picture: it is of a kind that is not decoded. */
  oddity?: RequestError | undefined;
  /** Memory that the decoder takes to open the file, beside the file itself. */
  openBytes: number;
  /**
   * Memory that the pixels take, resized to no more than `sidePixels` wide and high.
   * @throws RangeError when the decoder sees another picture than the container declares
   */
  pixelBytes(picture: Picture, sidePixels: number): number;
};

/**
 * A larger colour profile is left out too: those of printing presses have up to 1 MB, and allocators keep what they
 * once gave for copies of it.
 */
export const MAX_PROFILE_BYTES = 2 ** 20;

// Measured with libvips 8.18: rows of a picture that are held between decoder and resizer.
const STREAMED_ROWS = 1750;
const BUFFERS = 2.15;

/** Memory of a picture that is decoded row by row. */
export function streamedBytes({ width, height, bytesPerPixel }: Picture): number {
  return width * Math.min(height * BUFFERS, STREAMED_ROWS) * bytesPerPixel;
}

/** Collects what is left of a file when ranges of it, given in order, are left out. */
export class Remainder {
  readonly #file: Buffer;
  readonly #parts: Buffer[] = [];
  #from = 0;

  constructor(file: Buffer) {
    this.#file = file;
  }

  leaveOut(start: number, end: number): void {
    if (start > this.#from) this.#parts.push(this.#file.subarray(this.#from, start));
    this.#from = end;
  }

  /** The parts that remain, up to `end`. */
  parts(end = this.#file.length): Buffer[] {
    this.leaveOut(end, end);
    return this.#parts;
  }
}

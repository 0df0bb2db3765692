import type { Libheif, Transformation } from './libheif.ts';
import { HeicError } from './libheif.ts';
import type { OpenedHeic } from './messages.ts';
import { crop, type RgbPicture, reduceInto } from './reduce.ts';
import { tiffOf } from './tiff.ts';

type Size = { width: number; height: number };

// Nearly the side of the model's last pass; phones write 416 x 312 or 320 x 240.
const MIN_THUMBNAIL_SIDE_PIXELS = 240;
const MAX_ASPECT_DIFFERENCE = 0.02;
// The side of the model's last pass: as for a JPEG, nothing finer is decoded.
const MIN_SIDE_PIXELS = 256;
const MAX_OUTPUT_PIXELS = 2 ** 21;
const MAX_FACTOR = 64;
const DISPLAY_P3 = 12;

/** The picture of a file that is decoded: the embedded thumbnail where it is large enough, else the primary one. */
export class HeicPicture {
  readonly opened: OpenedHeic;
  readonly #libheif: Libheif;
  readonly #primary: number;
  readonly #handle: number;
  readonly #size: Size;
  readonly #factor: number;

  constructor(libheif: Libheif, file: Uint8Array, maxPixels: number) {
    this.#libheif = libheif;
    this.#primary = libheif.open(file, maxPixels);
    const primarySize = libheif.size(this.#primary);
    this.#handle = largeThumbnail(libheif, this.#primary) ?? this.#primary;
    this.#size = libheif.size(this.#handle);
    this.#factor = reduction(this.#size);
    const { width, height } = this.#size;
    const { tileWidth, tileHeight } = this.#tiling();
    this.opened = {
      ...primarySize,
      decodedPixels: tileWidth * tileHeight,
      outputPixels: Math.ceil(width / this.#factor) * Math.ceil(height / this.#factor),
    };
  }

  /** @returns the picture as a TIFF; a file that names Display P3 without its profile gets `displayP3Profile` */
  decode(displayP3Profile: Uint8Array): Uint8Array<ArrayBuffer> {
    const libheif = this.#libheif;
    const transformations = libheif.transformations(this.#handle, this.#size);
    const decoded = this.#decodeAll();
    const { picture, orientation } = transform(decoded, transformations, this.#factor);
    return tiffOf({ ...picture, orientation, profile: this.#profile(displayP3Profile) });
  }

  #profile(displayP3Profile: Uint8Array): Uint8Array {
    for (const handle of [this.#handle, this.#primary]) {
      const profile = this.#libheif.profile(handle);
      if (profile.length > 0) return profile;
      if (this.#libheif.primaries(handle) === DISPLAY_P3) return displayP3Profile;
    }
    return new Uint8Array();
  }

  #tiling() {
    const { width, height } = this.#size;
    const tiling = this.#libheif.tiling(this.#handle);
    const { columns, rows, tileWidth, tileHeight } = tiling;
    // A tile must become whole pixels; other grids are decoded in one piece.
    const isReducible = tileWidth % this.#factor === 0 && tileHeight % this.#factor === 0;
    const covers = columns * tileWidth >= width && rows * tileHeight >= height;
    if (columns * rows > 1 && isReducible && covers) return tiling;
    return { columns: 1, rows: 1, tileWidth: width, tileHeight: height };
  }

  #decodeAll(): RgbPicture {
    const factor = this.#factor;
    const width = Math.ceil(this.#size.width / factor);
    const height = Math.ceil(this.#size.height / factor);
    const out = { width, height, rgb: new Uint8Array(width * height * 3) };
    const { columns, rows, tileWidth, tileHeight } = this.#tiling();
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const tile = columns * rows > 1 ? ([column, row] as const) : undefined;
        this.#libheif.decode(this.#handle, tile, (planes, colours) => {
          const { width: foundWidth, height: foundHeight } = planes.luma;
          if (foundWidth !== tileWidth || foundHeight !== tileHeight)
            throw new HeicError('corrupt', 'a picture of another size than the file declares');
          reduceInto(
            out,
            (column * tileWidth) / factor,
            (row * tileHeight) / factor,
            planes,
            colours,
            factor,
          );
        });
      }
    }
    return out;
  }
}

/** The smallest thumbnail that is large enough, and that shows the whole picture as far as its shape says. */
function largeThumbnail(libheif: Libheif, primary: number): number | undefined {
  const aspect = uprightAspect(libheif, primary);
  return libheif.thumbnails(primary).find((thumbnail) => {
    const { width, height } = libheif.size(thumbnail);
    const isLarge = Math.min(width, height) >= MIN_THUMBNAIL_SIDE_PIXELS;
    return isLarge && Math.abs(uprightAspect(libheif, thumbnail) / aspect - 1) <= MAX_ASPECT_DIFFERENCE;
  });
}

function uprightAspect(libheif: Libheif, handle: number): number {
  const { width, height } = libheif.uprightSize(handle);
  return width / height;
}

/** By which power of two the picture is reduced while it is decoded. */
function reduction({ width, height }: Size): number {
  let factor = 1;
  const isLarge = () =>
    Math.min(width, height) / (2 * factor) >= MIN_SIDE_PIXELS ||
    (width / factor) * (height / factor) > MAX_OUTPUT_PIXELS;
  while (factor < MAX_FACTOR && isLarge()) factor *= 2;
  return factor;
}

/** By quarters clockwise, and whether mirrored before: the orientation of EXIF. */
const ORIENTATIONS = [
  [1, 2],
  [6, 7],
  [3, 4],
  [8, 5],
] as const;

/** Crops the picture, and adds up turns and mirrors to an orientation. */
function transform(decoded: RgbPicture, transformations: readonly Transformation[], factor: number) {
  let picture = decoded;
  let quarters = 0;
  let isMirrored = false;
  for (const step of transformations) {
    if ('crop' in step) {
      if (quarters !== 0 || isMirrored) throw new HeicError('unsupported', 'cropped after it was turned');
      const [left, top, right, bottom] = step.crop.map((pixels) => Math.floor(pixels / factor));
      picture = crop(picture, left!, top!, right!, bottom!);
    } else if ('turns' in step) {
      quarters += 4 - step.turns;
    } else {
      quarters = (step.mirror === 'left-right' ? 4 : 6) - (quarters % 4);
      isMirrored = !isMirrored;
    }
  }
  return { picture, orientation: ORIENTATIONS[quarters % 4]![isMirrored ? 1 : 0] };
}

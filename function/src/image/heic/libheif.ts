import { createRequire } from 'node:module';
import type { HeicFailure } from './messages.ts';
import type { Planes } from './reduce.ts';

/** The C functions of libheif; an error is written to the address in the first argument, as C returns structures. */
type LibheifModule = {
  HEAPU8: Uint8Array;
} & Record<string, (...args: number[]) => number>;

type LibheifFactory = (options: {
  instantiateWasm(
    imports: Record<string, Record<string, unknown>>,
    done: (instance: WebAssembly.Instance) => void,
  ): Record<string, unknown>;
}) => LibheifModule;

export class HeicError extends Error {
  override name = 'HeicError';
  readonly failure: HeicFailure;

  constructor(failure: HeicFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

const ERROR_CODE = { unsupportedFileType: 3, unsupportedFeature: 4, memory: 6 } as const;
const SECURITY_LIMIT = 1000;
// Two places of the file name its colours differently; that of the container counts.
const COLOUR_MISMATCH = 152;
const ERROR_BYTES = 12;
const MAX_WARNINGS = 16;

// Offsets of libheif 1.23's structures with pointers of 32 bits.
const LIMITS = { imagePixels: 8, items: 28, profileBytes: 32, memoryBlockBytes: 40, totalBytes: 64 } as const;
const OPTIONS = { ignoreTransformations: 1 } as const;
const TILING = { columns: 4, rows: 8, tileWidth: 12, tileHeight: 16, bytes: 128 } as const;
const NCLX = { primaries: 4, matrix: 12, isFullRange: 16 } as const;

const MAX_ITEMS = 4000;
const MAX_PROFILE_BYTES = 2 ** 20;
const MAX_TRANSFORMATIONS = 16;
const MAX_THUMBNAILS = 8;
const UNDEFINED = 99;
const PAGE_BYTES = 65_536;
const CHANNELS = { luma: 0, blue: 1, red: 2 } as const;

const require = createRequire(`${import.meta.dirname}/`);

/** libheif in WebAssembly, whose memory grows up to `maxHeapBytes` at most. One file at a time. */
export class Libheif {
  maxHeapBytes = 0;
  /** Whether the heap would have had to grow over it. */
  isFull = false;
  readonly #module: LibheifModule;
  readonly #scratch: number;
  readonly #handles: number[] = [];
  #context = 0;
  #file = 0;

  constructor(compiled: WebAssembly.Module) {
    const load = require('libheif-js/libheif-wasm/libheif.js') as LibheifFactory;
    this.#module = load({
      instantiateWasm: (imports, done) => {
        const instance = new WebAssembly.Instance(compiled, imports);
        const memory = Object.values(instance.exports).find((one) => one instanceof WebAssembly.Memory)!;
        const grow = memory.grow.bind(memory);
        memory.grow = (pages) => {
          // What it has caught here, malloc answers with a null pointer.
          this.isFull = memory.buffer.byteLength + pages * PAGE_BYTES > this.maxHeapBytes;
          if (this.isFull) throw new RangeError('heap limit');
          return grow(pages);
        };
        done(instance);
        return instance.exports;
      },
    });
    this.#scratch = this.#allocate(256);
  }

  get heapBytes(): number {
    return this.#module.HEAPU8.buffer.byteLength;
  }

  /** Opens a file in place of the former. @returns the handle of its primary picture */
  open(file: Uint8Array, maxPixels: number): number {
    this.close();
    this.isFull = false;
    this.#file = this.#allocate(file.length);
    this.#module.HEAPU8.set(file, this.#file);
    this.#context = this.#module._heif_context_alloc!();
    const limits = this.#module._heif_context_get_security_limits!(this.#context);
    const view = this.#view();
    view.setBigUint64(limits + LIMITS.imagePixels, BigInt(maxPixels), true);
    view.setUint32(limits + LIMITS.items, MAX_ITEMS, true);
    view.setUint32(limits + LIMITS.profileBytes, MAX_PROFILE_BYTES, true);
    for (const at of [LIMITS.memoryBlockBytes, LIMITS.totalBytes])
      view.setBigUint64(limits + at, BigInt(this.maxHeapBytes), true);
    this.#call('_heif_context_read_from_memory_without_copy', this.#context, this.#file, file.length, 0);
    return this.#handle('_heif_context_get_primary_image_handle', this.#context);
  }

  /** Frees the file and what belongs to it; handles are no longer valid. */
  close(): void {
    for (const handle of this.#handles.splice(0)) this.#module._heif_image_handle_release!(handle);
    if (this.#context !== 0) this.#module._heif_context_free!(this.#context);
    if (this.#file !== 0) this.#module._free!(this.#file);
    this.#context = 0;
    this.#file = 0;
  }

  /** Before it is turned or cropped, as the file declares it. */
  size(handle: number): { width: number; height: number } {
    return {
      width: this.#module._heif_image_handle_get_ispe_width!(handle),
      height: this.#module._heif_image_handle_get_ispe_height!(handle),
    };
  }

  /** As it is shown. */
  uprightSize(handle: number): { width: number; height: number } {
    return {
      width: this.#module._heif_image_handle_get_width!(handle),
      height: this.#module._heif_image_handle_get_height!(handle),
    };
  }

  thumbnails(handle: number): number[] {
    const ids = this.#scratch + 32;
    const count = this.#module._heif_image_handle_get_list_of_thumbnail_IDs!(handle, ids, MAX_THUMBNAILS);
    const all = Array.from({ length: count }, (_, i) => this.#view().getUint32(ids + i * 4, true));
    return all.map((id) => this.#handle('_heif_image_handle_get_thumbnail', handle, id));
  }

  tiling(handle: number): { columns: number; rows: number; tileWidth: number; tileHeight: number } {
    const at = this.#scratch + 32;
    this.#call('_heif_image_handle_get_image_tiling', handle, 0, at);
    const view = this.#view();
    const read = (offset: number) => view.getUint32(at + offset, true);
    return {
      columns: read(TILING.columns),
      rows: read(TILING.rows),
      tileWidth: read(TILING.tileWidth),
      tileHeight: read(TILING.tileHeight),
    };
  }

  /** What has to be done to the picture after it was decoded, in order: turns are quarters against the clock. */
  transformations(handle: number, { width, height }: { width: number; height: number }): Transformation[] {
    const item = this.#module._heif_image_handle_get_item_id!(handle);
    const ids = this.#scratch + 32;
    const context = this.#context;
    const count = this.#module._heif_item_get_transformation_properties!(
      context,
      item,
      ids,
      MAX_TRANSFORMATIONS,
    );
    const all = Array.from({ length: count }, (_, i) => this.#view().getUint32(ids + i * 4, true));
    return all.map((id): Transformation => {
      const degrees = this.#module._heif_item_get_property_transform_rotation_ccw!(context, item, id);
      if (degrees >= 0) return { turns: degrees / 90 };
      const mirror = this.#module._heif_item_get_property_transform_mirror!(context, item, id);
      if (mirror >= 0) return { mirror: mirror === 1 ? 'left-right' : 'top-bottom' };
      const borders = this.#scratch + 32;
      const at = [0, 4, 8, 12].map((offset) => borders + offset);
      this.#module._heif_item_get_property_transform_crop_borders!(context, item, id, width, height, ...at);
      const [left, top, right, bottom] = at.map((address) => this.#view().getInt32(address, true));
      return { crop: [left!, top!, right!, bottom!] };
    });
  }

  profile(handle: number): Uint8Array {
    const bytes = this.#module._heif_image_handle_get_raw_color_profile_size!(handle);
    if (bytes === 0) return new Uint8Array();
    const at = this.#allocate(bytes);
    this.#call('_heif_image_handle_get_raw_color_profile', handle, at);
    const profile = this.#module.HEAPU8.slice(at, at + bytes);
    this.#module._free!(at);
    return profile;
  }

  /** colour_primaries of the picture (ISO/IEC 23091-2), undefined where the file has none. */
  primaries(handle: number): number | undefined {
    return this.#nclx('_heif_image_handle_get_nclx_color_profile', handle)?.primaries;
  }

  /** Decodes a picture, or one tile of it, and lends its planes; they are gone after `use`. */
  decode(
    handle: number,
    tile: readonly [column: number, row: number] | undefined,
    use: (planes: Planes, colours: { matrix: number; isFullRange: boolean }) => void,
  ): void {
    const options = this.#module._heif_decoding_options_alloc!();
    this.#module.HEAPU8[options + OPTIONS.ignoreTransformations] = 1;
    const native = [UNDEFINED, UNDEFINED, options];
    let image = 0;
    try {
      image =
        tile === undefined
          ? this.#create('_heif_decode_image', [handle], native)
          : this.#create('_heif_image_handle_decode_image_tile', [handle], [...native, ...tile]);
      if (this.#isDamaged(image)) throw new HeicError('corrupt', 'the decoder met damage');
      const { matrix, isFullRange } = this.#nclx('_heif_image_get_nclx_color_profile', image) ?? SRGB;
      use(this.#planes(image), { matrix, isFullRange });
    } finally {
      if (image !== 0) this.#module._heif_image_release!(image);
      this.#module._heif_decoding_options_free!(options);
    }
  }

  #isDamaged(image: number): boolean {
    const at = this.#scratch + 32;
    const count = this.#module._heif_image_get_decoding_warnings!(image, 0, at, MAX_WARNINGS);
    const details = Array.from({ length: count }, (_, i) =>
      this.#view().getUint32(at + i * ERROR_BYTES + 4, true),
    );
    return details.some((detail) => detail !== COLOUR_MISMATCH);
  }

  #planes(image: number): Planes {
    const luma = this.#plane(image, CHANNELS.luma);
    if (luma === undefined) throw new HeicError('unsupported', 'no luma');
    const blue = this.#plane(image, CHANNELS.blue);
    const red = this.#plane(image, CHANNELS.red);
    const bits = this.#module._heif_image_get_bits_per_pixel_range!(image, CHANNELS.luma);
    return { luma, chroma: blue && red && [blue, red], bits };
  }

  #plane(image: number, channel: number) {
    if (this.#module._heif_image_has_channel!(image, channel) === 0) return undefined;
    const width = this.#module._heif_image_get_width!(image, channel);
    const height = this.#module._heif_image_get_height!(image, channel);
    const bits = this.#module._heif_image_get_bits_per_pixel_range!(image, channel);
    const strideAt = this.#scratch + 32;
    const at = this.#module._heif_image_get_plane_readonly!(image, channel, strideAt);
    const strideBytes = this.#view().getInt32(strideAt, true);
    const { buffer } = this.#module.HEAPU8;
    const isWide = bits > 8;
    const samples = isWide
      ? new Uint16Array(buffer, at, (strideBytes * height) / 2)
      : new Uint8Array(buffer, at, strideBytes * height);
    return { samples, stride: isWide ? strideBytes / 2 : strideBytes, width, height };
  }

  #nclx(getter: string, of: number) {
    const at = this.#scratch + 32;
    this.#view().setUint32(at, 0, true);
    if (this.#code(getter, of, at) !== 0) return undefined;
    const nclx = this.#view().getUint32(at, true);
    if (nclx === 0) return undefined;
    const view = this.#view();
    const found = {
      primaries: view.getUint32(nclx + NCLX.primaries, true),
      matrix: view.getUint32(nclx + NCLX.matrix, true),
      isFullRange: view.getUint8(nclx + NCLX.isFullRange) !== 0,
    };
    this.#module._heif_nclx_color_profile_free!(nclx);
    return found;
  }

  #view(): DataView {
    return new DataView(this.#module.HEAPU8.buffer);
  }

  #allocate(bytes: number): number {
    const at = this.#module._malloc!(bytes);
    if (at === 0) throw new HeicError('memory', 'no memory for the file');
    return at;
  }

  #code(name: string, ...args: number[]): number {
    this.#module[name]!(this.#scratch, ...args);
    return this.#view().getUint32(this.#scratch, true);
  }

  #call(name: string, ...args: number[]): void {
    const code = this.#code(name, ...args);
    if (code === 0) return;
    const view = this.#view();
    const detail = view.getUint32(this.#scratch + 4, true);
    const text = view.getUint32(this.#scratch + 8, true);
    const bytes = this.#module.HEAPU8.subarray(text, this.#module.HEAPU8.indexOf(0, text));
    throw new HeicError(failureOf(code, detail), `libheif ${code} ${detail}: ${Buffer.from(bytes)}`);
  }

  #handle(name: string, ...args: number[]): number {
    const handle = this.#create(name, args);
    this.#handles.push(handle);
    return handle;
  }

  /** Calls what writes the address of something new to a pointer between its arguments. */
  #create(name: string, before: readonly number[], after: readonly number[] = []): number {
    const at = this.#scratch + 32;
    this.#call(name, ...before, at, ...after);
    return this.#view().getUint32(at, true);
  }
}

export type Transformation =
  | { turns: number }
  | { mirror: 'left-right' | 'top-bottom' }
  | { crop: readonly [left: number, top: number, right: number, bottom: number] };

const SRGB = { matrix: 6, isFullRange: true } as const;

function failureOf(code: number, detail: number): HeicFailure {
  if (code === ERROR_CODE.memory || detail === SECURITY_LIMIT) return 'memory';
  if (code === ERROR_CODE.unsupportedFileType || code === ERROR_CODE.unsupportedFeature) return 'unsupported';
  return 'corrupt';
}

import { RequestError } from '../errors.ts';

/** The formats that are decoded. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'heic' | 'tiff';

export const RAW_PHOTO = 'This is a raw photo of a camera. Export it as JPEG.';
/** By the first bytes: what is often sent instead of a photo, and what to do. */
const foreign: readonly [start: RegExp, reason: string][] = [
  [/^(II\+.|MM.\+)/s, 'This is a BigTIFF. Save it as a classic TIFF or as JPEG.'],
  [/^(IIRO|IIU.|MMOR|FUJIFILMCCD-RAW|FOVb|....ftypcrx )/s, RAW_PHOTO],
  [
    /^(....(ftyp|moov|mdat|wide)|.E\xdf\xa3|RIFF....AVI )/s,
    'This is a video. Send a photo, or one frame as JPEG.',
  ],
  [/^data:image\//i, 'This is a data URL. Send the bytes that its base64 text stands for.'],
  [
    /^\s*(\/9j\/|iVBORw0KGgo|UklGR|R0lGOD|SUkq|TU0AK|AAAA[\w+/]{4}Z0eX)/,
    'This is base64 text. Send the bytes that it stands for.',
  ],
  [/^BM/, 'This is a BMP. Save it as PNG or JPEG.'],
  [/^(\xff\n|.{4}JXL )/s, 'This is a JPEG XL. Save it as JPEG.'],
  [/^(.{4}jP {2}|\xffO\xffQ)/s, 'This is a JPEG 2000. Save it as JPEG.'],
  [/^8BPS/, 'This is a Photoshop document. Export it as JPEG or PNG.'],
];
const HEIC_IS_OFF =
  'This is a HEIC photo. Share it as JPEG ("Most Compatible" in an iPhone\'s camera settings).';
const AVIF_ANIMATION = 'This is an AVIF animation. Save one of its frames as a picture.';
const PDF = 'PDF documents are not rendered. Send the photo itself.';
const SVG = 'SVG drawings are not rendered. Send a photo.';
const HEAD_BYTES = 1024;
const heifBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'mif2']);
const avifBrands = new Set(['avif', 'avis']);

/**
 * The format of a file by its content; neither a name nor a declared type is asked.
 * @throws RequestError image_type_unsupported
 */
export function formatOf(file: Buffer, acceptsHeic: boolean): ImageFormat {
  const head = file.toString('latin1', 0, HEAD_BYTES);
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  if (head.startsWith('RIFF') && head.startsWith('WEBP', 8)) return 'webp';
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return 'gif';
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'tiff';
  const brands = head.startsWith('ftyp', 4) ? isoBrands(file, head) : [];
  if (brands[0] === 'avis') throw refusal(AVIF_ANIMATION, acceptsHeic);
  if (brands.some((brand) => avifBrands.has(brand))) return 'avif';
  if (brands.some((brand) => heifBrands.has(brand))) {
    if (acceptsHeic) return 'heic';
    throw refusal(HEIC_IS_OFF, acceptsHeic);
  }
  const known = foreign.find(([start]) => start.test(head));
  if (known !== undefined) throw refusal(known[1], acceptsHeic);
  if (head.includes('%PDF-')) throw refusal(PDF, acceptsHeic);
  if (/<svg[\s>]/i.test(head)) throw refusal(SVG, acceptsHeic);
  throw refusal('This is not an image that is accepted.', acceptsHeic);
}

/** The major and the compatible brands of an ISO base media file (ISO/IEC 14496-12, 4.3). */
function isoBrands(file: Buffer, head: string): string[] {
  const boxBytes = Math.min(file.readUInt32BE(0), head.length);
  const brands = [head.slice(8, 12)];
  for (let at = 16; at + 4 <= boxBytes; at += 4) brands.push(head.slice(at, at + 4));
  return brands;
}

/** The 415 of a file that is not decoded; `reason` says what it is and what to send instead. */
export function unsupported(reason: string): RequestError {
  return new RequestError('image_type_unsupported', reason);
}

function refusal(reason: string, acceptsHeic: boolean): RequestError {
  return unsupported(
    `${reason} Accepted are JPEG, PNG, WebP, GIF, AVIF${acceptsHeic ? ', HEIC' : ''} and TIFF.`,
  );
}

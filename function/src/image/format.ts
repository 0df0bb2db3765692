import { RequestError } from '../errors.ts';

/** The formats that are decoded. */
export type ImageFormat = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'heic' | 'tiff';

const HEIC_IS_OFF =
  'This is a HEIC photo. Share it as JPEG ("Most Compatible" in an iPhone\'s camera settings).';
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
  if (brands.some((brand) => avifBrands.has(brand))) return 'avif';
  if (brands.some((brand) => heifBrands.has(brand))) {
    if (acceptsHeic) return 'heic';
    throw unsupported(HEIC_IS_OFF, acceptsHeic);
  }
  if (head.includes('%PDF-')) throw unsupported(PDF, acceptsHeic);
  if (/<svg[\s>]/i.test(head)) throw unsupported(SVG, acceptsHeic);
  throw unsupported('This is not an image that is accepted.', acceptsHeic);
}

/** The major and the compatible brands of an ISO base media file (ISO/IEC 14496-12, 4.3). */
function isoBrands(file: Buffer, head: string): string[] {
  const boxBytes = Math.min(file.readUInt32BE(0), head.length);
  const brands = [head.slice(8, 12)];
  for (let at = 16; at + 4 <= boxBytes; at += 4) brands.push(head.slice(at, at + 4));
  return brands;
}

function unsupported(reason: string, acceptsHeic: boolean): RequestError {
  const accepted = `Accepted are JPEG, PNG, WebP, GIF, AVIF${acceptsHeic ? ', HEIC' : ''} and TIFF.`;
  return new RequestError('image_type_unsupported', `${reason} ${accepted}`);
}

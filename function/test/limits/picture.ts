import { deflateSync } from 'node:zlib';
import { gif } from '../../harness/corpus/gif.ts';
import { avifClaiming } from '../../harness/corpus/isobmff.ts';
import {
  exifSegment,
  iccSegment,
  JPEG_MARKER,
  jpegClaiming,
  jpegSegment,
  jpegWithSegments,
} from '../../harness/corpus/jpeg.ts';
import { blackPng, PNG_COLOUR, pngChunk, pngWith } from '../../harness/corpus/png.ts';
import {
  losslessHeader,
  pictureChunk,
  riffChunk,
  webp,
  webpAnimation,
  webpCanvas,
} from '../../harness/corpus/webp.ts';
import { flatOfSize } from '../../harness/photos.ts';
import { type TiffShape, tiffFile } from './tiff.ts';

export const FORMATS = ['jpeg', 'png', 'tiff', 'webp', 'gif', 'avif'] as const;
export const METADATA = ['icc', 'exif', 'xmp', 'text'] as const;

/** What a picture is made of; each format takes what it knows. */
export type Picture = {
  format: (typeof FORMATS)[number];
  width: number;
  height: number;
  /** Its header alone is of that size; the pixels are few. */
  isClaimed?: boolean;
  /** Progressive JPEG, interlaced PNG, lossless WebP, tiled TIFF. */
  isVariant?: boolean;
  bits?: 8 | 16;
  samples?: 1 | 3 | 4;
  frames?: number;
  /** Blocks of metadata; `bytes` is the size of each after it is inflated. */
  metadata?: { kind: (typeof METADATA)[number]; bytes: number; count: number };
  tiff?: Partial<TiffShape>;
};

const SEGMENT_BYTES = 65_000;

/** The file. */
export async function fileOf(picture: Picture): Promise<Buffer> {
  const { format, width, height, isClaimed, isVariant, frames = 1 } = picture;
  const drawn = isClaimed ? flatOfSize(16, 16) : flatOfSize(width, height);
  switch (format) {
    case 'jpeg': {
      const jpeg = await drawn.jpeg({ progressive: isVariant ?? false }).toBuffer();
      const claiming = isClaimed ? jpegClaiming(jpeg, width, height) : jpeg;
      return jpegWithSegments(claiming, segmentsOf(picture));
    }
    case 'png':
      return pngOf(picture);
    case 'tiff':
      return tiffFile(picture, picture.tiff);
    case 'webp': {
      const still = isClaimed
        ? undefined
        : await drawn.webp({ lossless: isVariant ?? false, effort: 0 }).toBuffer();
      const chunk = still === undefined ? losslessHeader(width, height) : pictureChunk(still);
      if (frames > 1) return webpAnimation(width, height, frames, chunk);
      const { kind, bytes = 0 } = picture.metadata ?? {};
      const type = kind === 'icc' ? 'ICCP' : kind === 'exif' ? 'EXIF' : 'XMP ';
      return webp([
        webpCanvas(width, height),
        chunk,
        ...(bytes > 0 ? [riffChunk(type, Buffer.alloc(bytes))] : []),
      ]);
    }
    case 'gif':
      return gif({ width, height, frames, frameWidth: width, frameHeight: height });
    case 'avif': {
      const avif = await drawn.avif({ effort: 0 }).toBuffer();
      return isClaimed ? avifClaiming(avif, width, height) : avif;
    }
  }
}

function segmentsOf({ metadata }: Picture): Buffer[] {
  if (metadata === undefined) return [];
  const { kind, bytes, count } = metadata;
  const parts = Math.min(255, Math.ceil(bytes / SEGMENT_BYTES));
  const body = Buffer.alloc(Math.min(bytes, SEGMENT_BYTES));
  const xmp = Buffer.concat([Buffer.from('http://ns.adobe.com/xap/1.0/\0'), body]);
  const make = {
    icc: (part: number) => iccSegment(part === 0 ? profileOf(body, bytes) : body, part + 1, parts),
    exif: () => exifSegment(body),
    xmp: () => jpegSegment(JPEG_MARKER.app1, xmp),
    text: () => jpegSegment(JPEG_MARKER.comment, body),
  }[kind];
  return Array.from({ length: parts * count }, (_, index) => make(index % parts));
}

/** The beginning of a colour profile of that size. */
function profileOf(body: Buffer, bytes: number): Buffer {
  const profile = Buffer.alloc(Math.max(body.length, 132));
  profile.writeUInt32BE(bytes, 0);
  profile.write('\x04\x20\0\0mntrRGB XYZ ', 8, 'latin1');
  profile.write('acsp', 36, 'latin1');
  return profile;
}

function pngOf({
  width,
  height,
  isClaimed,
  bits = 8,
  samples = 3,
  isVariant = false,
  metadata,
}: Picture): Buffer {
  const colourType = { 1: PNG_COLOUR.grey, 3: PNG_COLOUR.rgb, 4: PNG_COLOUR.rgba }[samples];
  const chunks = metadata === undefined ? [] : new Array<Buffer>(metadata.count).fill(chunkOf(metadata));
  const header = { width, height, bitDepth: bits, colourType, interlaced: isVariant };
  return isClaimed ? pngWith(header, deflateSync(Buffer.alloc(100)), chunks) : blackPng(header, chunks);
}

function chunkOf({ kind, bytes }: NonNullable<Picture['metadata']>): Buffer {
  const deflated = deflateSync(Buffer.alloc(bytes), { level: 9 });
  return pngChunk(kind === 'icc' ? 'iCCP' : 'zTXt', Buffer.concat([Buffer.from('name\0\0'), deflated]));
}

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { drawing } from '../../harness/pictures.ts';
import { formatOf as formatOfFile, type ImageFormat } from '../../src/image/format.ts';

const formats = ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff'] as const satisfies ImageFormat[];

const formatOf = (file: Buffer) => formatOfFile(file, true);

function isoFile(major: string, ...compatible: string[]): Buffer {
  const box = Buffer.from(`\0\0\0\0ftyp${major}\0\0\0\0${compatible.join('')}`, 'latin1');
  box.writeUInt32BE(box.length, 0);
  return box;
}

describe('formatOf', () => {
  it.each(formats)('knows a %s by its content', async (format) => {
    expect(formatOf(await drawing(16, 16).toFormat(format).toBuffer())).toBe(format);
  });

  it('knows a big-endian TIFF', async () => {
    const tiff = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123' } })
      .tiff({ bigtiff: false })
      .toBuffer();
    expect(formatOf(tiff)).toBe('tiff');
    expect(formatOf(Buffer.from('MM\0*\0\0\0\x08'))).toBe('tiff');
  });

  it.each([
    [
      'SVG',
      Buffer.from('<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg"/>'),
      /SVG.*not rendered/,
    ],
    ['PDF', Buffer.from('%PDF-1.7\n'), /PDF.*not rendered/],
    [
      'HTML',
      Buffer.from('<!doctype html><p>cat</p>'),
      /Accepted are JPEG, PNG, WebP, GIF, AVIF, HEIC and TIFF/,
    ],
    ['a video', isoFile('isom', 'mp41'), /Accepted are/],
    ['one byte', Buffer.from([0xff]), /Accepted are/],
    ['BMP', Buffer.from('BM\0\0'), /Accepted are/],
  ])('refuses %s with a sentence that helps', (_, file, detail) => {
    expect(() => formatOf(file)).toThrow(
      expect.objectContaining({ code: 'image_type_unsupported', message: expect.stringMatching(detail) }),
    );
  });

  it.each([
    ['from a phone', isoFile('heic', 'mif1', 'heic')],
    ['by its compatible brand', isoFile('abcd', 'mif1')],
  ])('knows HEIC %s, and refuses it where it is switched off', (_, file) => {
    expect(formatOf(file)).toBe('heic');
    expect(() => formatOfFile(file, false)).toThrow(
      expect.objectContaining({
        code: 'image_type_unsupported',
        message: expect.stringMatching(/HEIC.*JPEG.*Accepted are JPEG, PNG, WebP, GIF, AVIF and TIFF/),
      }),
    );
  });

  it('takes a file of both brands for AVIF', () => {
    expect(formatOf(isoFile('mif1', 'mif1', 'avif'))).toBe('avif');
  });
});

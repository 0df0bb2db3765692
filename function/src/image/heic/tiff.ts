export type TiffPicture = {
  width: number;
  height: number;
  /** sRGB or as the profile says, 3 bytes a pixel. */
  rgb: Uint8Array;
  /** As in EXIF, 1 to 8. */
  orientation: number;
  /** ICC; empty for sRGB. */
  profile: Uint8Array;
};

const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;
const ENTRY_BYTES = 12;
const HEADER_BYTES = 8;
const BITS_BYTES = 6;

/** An uncompressed TIFF (TIFF 6.0, section 6): the plainest file that carries a colour profile and an orientation. */
export function tiffOf({ width, height, rgb, orientation, profile }: TiffPicture): Uint8Array<ArrayBuffer> {
  const hasProfile = profile.length > 0;
  const entries = hasProfile ? 12 : 11;
  const bitsAt = HEADER_BYTES + 2 + entries * ENTRY_BYTES + 4;
  const profileAt = bitsAt + BITS_BYTES;
  const rgbAt = profileAt + profile.length + (profile.length % 2);
  const file = Buffer.from(new ArrayBuffer(rgbAt + rgb.length));
  file.write('II*\0', 'latin1');
  file.writeUInt32LE(HEADER_BYTES, 4);
  let at = file.writeUInt16LE(entries, HEADER_BYTES);
  const entry = (tag: number, type: number, value: number, count = 1) => {
    at = file.writeUInt16LE(tag, at);
    at = file.writeUInt16LE(type, at);
    at = file.writeUInt32LE(count, at);
    at = file.writeUInt32LE(value, at);
  };
  entry(256, LONG, width);
  entry(257, LONG, height);
  entry(258, SHORT, bitsAt, 3);
  entry(259, SHORT, 1);
  entry(262, SHORT, 2);
  entry(273, LONG, rgbAt);
  entry(274, SHORT, orientation);
  entry(277, SHORT, 3);
  entry(278, LONG, height);
  entry(279, LONG, rgb.length);
  entry(284, SHORT, 1);
  if (hasProfile) entry(34_675, UNDEFINED, profileAt, profile.length);
  for (const channel of [0, 1, 2]) file.writeUInt16LE(8, bitsAt + channel * 2);
  file.set(profile, profileAt);
  file.set(rgb, rgbAt);
  return new Uint8Array(file.buffer);
}

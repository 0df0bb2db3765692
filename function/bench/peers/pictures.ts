import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { hasOriginals, ORIGINALS, unpackOriginals } from '../../harness/originals.ts';
import { type Photos, photosOf, samplePhotos } from '../photos.ts';

const PHONE = { width: 4032, height: 3024 };
/** With it a picture of a phone's size has a phone's 3 to 4 MB. */
const GRAIN_SIGMA = 18;

/** Small JPEGs, whose memory has a floor of its own. */
export const SMALL_PICTURES = ['500x375', 'mix'] as const;
/** A PNG of 500 x 375 takes more memory than such a JPEG. */
export const OTHER_PICTURES = ['PNG', '12 MP', '12 MP progressive'] as const;
export type PictureName = (typeof SMALL_PICTURES | typeof OTHER_PICTURES)[number];

/** What each server is sent, by name. @param python any Python: it unpacks the originals */
export async function peerPictures(
  python: string,
): Promise<{ source: string; pictures: Record<PictureName, Buffer[]> }> {
  const drawn = await samplePhotos();
  const { source, mix } = hasOriginals ? await originals(python) : drawn;
  // The first pass is sure of it, as of four in five photos.
  const { single } = drawn;
  const phone = () =>
    sharp(single)
      .resize({ ...PHONE, fit: 'fill' })
      .composite([{ input: grain, blend: 'overlay' }]);
  const grain = await sharp({
    create: {
      ...PHONE,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: GRAIN_SIGMA },
    },
  })
    .png({ compressionLevel: 1 })
    .toBuffer();
  const pictures = {
    '500x375': [single],
    mix,
    PNG: [await sharp(single).png().toBuffer()],
    '12 MP': [await phone().jpeg({ quality: 85 }).toBuffer()],
    '12 MP progressive': [await phone().jpeg({ quality: 85, progressive: true }).toBuffer()],
  };
  return { source, pictures };
}

async function originals(python: string): Promise<Photos> {
  const folder = await mkdtemp(path.join(tmpdir(), 'originals-'));
  try {
    await unpackOriginals(folder, python);
    return { ...(await photosOf(folder)), source: path.basename(ORIGINALS) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

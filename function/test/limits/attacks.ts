import type { Picture } from './picture.ts';
import type { Recipe } from './requests.ts';

/** What is done to the server beside the good photos. */
export type Attack = { name: string } & (
  | { recipes: readonly Recipe[]; concurrency?: number }
  | { unread: { connections: number; requests: number; path: string } }
  | { logIsBlocked: true }
);

const photo = (picture: Picture): Recipe => ({ way: 'photo', pictures: [picture] });
const largeTiff = (tiff: Picture['tiff']) =>
  photo({ format: 'tiff', width: 7000, height: 7000, bits: 16, tiff: { compression: 8, ...tiff } });
const profile = { kind: 'icc', bytes: 9_000_000, count: 1 } as const;
const texts = { kind: 'text', bytes: 100_000_000, count: 60 } as const;
const data = (pattern: string, bytes: number): Recipe => ({
  way: 'v2Data',
  data: { pattern, bytes, datatype: 'BYTES', shape: [1] },
});
const BUNDLE = '/docs/swagger-ui-bundle.js';

/** The kinds that have taken a former version down, each alone. */
export const attacks: readonly Attack[] = [
  { name: 'v2: empty lists as data', recipes: [data('[]', 4e6), data('[]', 10e6)] },
  {
    name: 'v2: other patterns as data',
    recipes: ['{}', '"",', '[[', '"data":[],'].map((text) => data(text, 10e6)),
  },
  {
    name: 'JPEG with a profile of 9 MB, 18 at once',
    recipes: [photo({ format: 'jpeg', width: 500, height: 375, metadata: profile })],
    concurrency: 18,
  },
  {
    name: 'JPEG with a profile of 9 MB',
    recipes: [photo({ format: 'jpeg', width: 500, height: 375, metadata: profile })],
  },
  {
    // Nearly the memory that a decode may take, each; the files are small.
    name: 'large pictures of each format, 18 at once',
    recipes: [
      photo({ format: 'jpeg', width: 9400, height: 6800, isVariant: true }),
      photo({ format: 'png', width: 4840, height: 3630, isVariant: true }),
      photo({ format: 'webp', width: 4200, height: 3650, isVariant: true }),
      photo({ format: 'avif', width: 1800, height: 1800 }),
      photo({ format: 'gif', width: 3840, height: 2880 }),
      photo({ format: 'tiff', width: 5700, height: 4300, tiff: { compression: 8, rowsPerStrip: 4300 } }),
    ],
    concurrency: 18,
  },
  { name: 'TIFF of 49 megapixels, LONG8', recipes: [largeTiff({ type: 16 })] },
  { name: 'TIFF of 49 megapixels, tags twice', recipes: [largeTiff({ isDoubled: true })] },
  {
    name: 'PNG with 6 GB of texts',
    recipes: [photo({ format: 'png', width: 300, height: 300, metadata: texts })],
  },
  { name: 'a pipelined client that does not read', unread: { connections: 1, requests: 1000, path: BUNDLE } },
  { name: '32 of them', unread: { connections: 32, requests: 1000, path: BUNDLE } },
  { name: '900 clients that do not read', unread: { connections: 900, requests: 1, path: BUNDLE } },
  { name: 'a log that is not read', logIsBlocked: true },
];

import { FORMATS, METADATA, type Picture } from './picture.ts';
import { type Recipe, ways } from './requests.ts';

export type Random = ReturnType<typeof randomOf>;

/** Numbers that are the same for the same seed (mulberry32). */
export function randomOf(seed: number) {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1));
  return {
    /** From 0 to below 1. */
    fraction,
    /** From min to max, both included. */
    integer,
    chance: (share: number): boolean => fraction() < share,
    pick: <Item>(items: readonly Item[]): Item => items[integer(0, items.length - 1)]!,
  };
}

const SIDES = [1, 16, 96, 224, 500, 1024, 2048, 4032, 7000, 8160, 16_383, 30_000, 65_500];
const PATTERNS = [
  '[]',
  '[],',
  '""',
  '"",',
  '{}',
  '0,',
  '[[',
  '1e9,',
  '"\\u0041"',
  'null,',
  ' ',
  '"data":[],',
];

/** One request of any kind, format, size, metadata, type and count. */
export function drawRecipe(random: Random): Recipe {
  const way = random.pick(Object.keys(ways) as (keyof typeof ways)[]);
  const many = ['batch', 'lines', 'v2Binary', 'v2Json'].includes(way);
  const damage = random.chance(0.2)
    ? random.chance(0.5)
      ? { left: random.fraction() }
      : { flips: Array.from({ length: random.integer(1, 20) }, () => random.fraction()) }
    : undefined;
  const data = {
    pattern: random.pick(PATTERNS),
    bytes: random.integer(1, 10_000_000),
    datatype: random.pick(['BYTES', 'UINT8', 'FP32']),
    shape: random.pick([[1], [1, 224, 224, 3], [1, 3, 224, 224], [1, 1500, 1000, 3], [4_000_000]]),
  };
  const count = many ? random.integer(1, random.chance(0.2) ? 33 : 4) : 1;
  const pictures = Array.from({ length: count }, () => drawPicture(random));
  return { way, ...(way === 'v2Data' ? { data } : { pictures }), ...(damage && { damage }) };
}

// More takes the machine that draws them too long.
const MAX_PIXELS = { jpeg: 50e6, png: 50e6, tiff: 50e6, webp: 16e6, gif: 1e9, avif: 4e6 };

function drawPicture(random: Random): Picture {
  const format = random.pick(FORMATS);
  const longest = format === 'webp' ? 16_383 : format === 'avif' ? 8192 : 65_500;
  const side = () => Math.min(longest, random.pick(SIDES) + random.integer(0, 8));
  const [width, height] = [side(), side()];
  return {
    format,
    width,
    height,
    isClaimed: width * height > MAX_PIXELS[format] || random.chance(0.2),
    isVariant: random.chance(0.4),
    bits: random.pick([8, 16]),
    samples: random.pick([1, 3, 4]),
    frames: random.chance(0.2) ? random.integer(2, 2000) : 1,
    ...(random.chance(0.5) && {
      metadata: {
        kind: random.pick(METADATA),
        bytes: random.pick([100, 60_000, 1e6, 9e6, 50e6]),
        count: random.pick([1, 1, 2, 10]),
      },
    }),
    ...(format === 'tiff' && {
      tiff: {
        type: random.pick([3, 4, 9, 16]),
        compression: random.pick([1, 8]),
        planar: random.pick([1, 2]),
        rowsPerStrip: random.pick([1, 16, 1000, height]),
        isDoubled: random.chance(0.2),
      },
    }),
  };
}

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createCgroup } from './cgroup.ts';
import { drawRecipe, randomOf } from './draw.ts';
import { FORMATS, fileOf } from './picture.ts';
import { requestOf } from './requests.ts';

const limits = { memoryBytes: 256 * 2 ** 20, cpus: 1 };

function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-limits-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('a group of cgroup v2', () => {
  it('has the limits, and reads what the kernel counts', () => {
    const mount = scratchFolder();
    writeFileSync(path.join(mount, 'cgroup.subtree_control'), 'cpu memory pids\n');
    const { name, prefix, counters } = createCgroup(limits, mount);
    const folder = path.join(mount, readdirSync(mount).find((entry) => !entry.startsWith('cgroup'))!);
    expect(name).toBe(`cgroup v2 ${folder}`);
    expect(prefix.join(' ')).toContain(`echo $$ > ${folder}/cgroup.procs && exec "$@"`);
    expect(readFileSync(path.join(folder, 'memory.max'), 'utf8')).toBe('268435456');
    writeFileSync(path.join(folder, 'memory.events'), 'low 0\nmax 9\noom 3\noom_kill 2\noom_group_kill 1\n');
    writeFileSync(path.join(folder, 'memory.peak'), '1234\n');
    expect(counters()).toEqual({ oomKills: 2, peakBytes: 1234 });
  });

  it('is refused with reasons where there is no such group', () => {
    expect(() => createCgroup(limits, scratchFolder())).toThrow(
      /^no memory limit can be set here; root can often do it\n {2}cgroup v2: no group from .*\n {2}cgroup v1: /,
    );
  });
});

describe('drawn requests', () => {
  it('are the same for the same seed, and others for another', () => {
    const drawn = (seed: number) => {
      const random = randomOf(seed);
      return Array.from({ length: 50 }, () => drawRecipe(random));
    };
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
    expect(new Set(drawn(1).map(({ way }) => way)).size).toBeGreaterThan(8);
  });

  it('become the same bytes again from JSON', async () => {
    const recipe = {
      way: 'batch' as const,
      pictures: FORMATS.map((format) => ({ format, width: 20, height: 10 })),
      damage: { left: 0.9, flips: [0.25] },
    };
    const [one, two] = [await requestOf(recipe), await requestOf(JSON.parse(JSON.stringify(recipe)))];
    expect(one.body.equals(two.body)).toBe(true);
    expect(one.path).toBe('/predict/batch');
  });

  it.each(FORMATS.flatMap((format) => [false, true].map((isVariant) => ({ format, isVariant }))))(
    'have whole pictures: $format, variant $isVariant',
    async ({ format, isVariant }) => {
      const metadata = { kind: 'exif' as const, bytes: 100, count: 1 };
      const file = await fileOf({ format, width: 40, height: 30, isVariant, metadata });
      const { info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([40, 30]);
    },
  );

  it.each([
    { type: 3 },
    { type: 9 },
    { type: 16 },
    { compression: 1 },
    { planar: 2 },
    { rowsPerStrip: 7 },
    { isDoubled: true },
  ] as const)('have whole TIFFs: %o', async (tiff) => {
    const file = await fileOf({ format: 'tiff', width: 40, height: 30, bits: 16, samples: 4, tiff });
    const { width, height } = await sharp(file).metadata();
    expect([width, height]).toEqual([40, 30]);
    await sharp(file, { failOn: 'error' }).raw().toBuffer();
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { scanImage } from '../image/scan.ts';
import type { UnpackedImage } from '../image/unpack.ts';

const TOKEN = `ghp_${'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'}`;

/** An image of one layer with these files. */
function image(
  files: Record<string, string>,
  config: UnpackedImage['config'] = { User: '65532:65532' },
): UnpackedImage {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-layer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return { folder, layers: [folder], config, configuration: JSON.stringify({ config }) };
}

describe('the scan of an image', () => {
  it('finds nothing in one that is as it must be', async () => {
    expect(
      await scanImage(image({ 'app/main.cjs': 'console.log(1)', 'app/model.onnx': `\0${TOKEN}` }), 224e6),
    ).toEqual([]);
  });

  it.each<[string, UnpackedImage['config'], string]>([
    ['no user', {}, 'runs as root'],
    ['root by number', { User: '0' }, 'runs as 0'],
    ["root's group", { User: '65532:0' }, 'runs as 65532:0'],
    ['a user by name', { User: 'node' }, 'runs as node'],
  ])('refuses %s', async (_, config, complaint) => {
    expect(await scanImage(image({}, config), 1)).toEqual([expect.stringContaining(complaint)]);
  });

  it('refuses one that is too large', async () => {
    expect(await scanImage(image({}), 240_100_000)).toEqual(['has 240.1 MB, at most 240 are allowed']);
  });

  it.each([
    'root/.npmrc',
    'app/.env',
    'app/.env.production',
    'home/me/.ssh/id_ed25519',
    'app/kaggle.json',
    'app/store.p12',
  ])('refuses a file that is a secret by its name: %s', async (file) =>
    expect(await scanImage(image({ [file]: '' }), 1)).toEqual([`contains /${file}`]),
  );

  it('finds a token in a file, in whichever layer, and does not repeat it', async () => {
    const below = image({ 'app/config.js': `exports.token = '${TOKEN}';\n` });
    const findings = await scanImage({ ...image({}), layers: [below.folder] }, 1);
    expect(findings).toEqual([expect.stringMatching(/^\/app\/config\.js:1 /)]);
    expect(findings[0]).not.toContain(TOKEN);
  });

  it('finds a token in the environment that it is built with', async () => {
    const findings = await scanImage(image({}, { User: '1000', Env: [`TOKEN=${TOKEN}`] }), 1);
    expect(findings).toEqual([expect.stringMatching(/^its configuration:1 /)]);
  });
});

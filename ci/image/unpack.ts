import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineName } from '../../knative/image/build.ts';
import { saveImage } from '../../knative/image/save-image.ts';
import { runSync } from '../../tools/process.ts';

export interface UnpackedImage {
  folder: string;
  /** Of each layer, from the bottom up: what a later layer hides or removes can still be read by everybody. */
  layers: string[];
  /** The configuration as it is published. */
  configuration: string;
  config: { User?: string; Env?: string[] };
}

/** Puts each layer of an image into a folder of its own. The caller removes `folder`. */
export async function unpackImage(engine: EngineName, reference: string): Promise<UnpackedImage> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-scan-'));
  const saved = path.join(folder, 'saved');
  const archive = path.join(folder, 'image.tar');
  await saveImage(engine, reference, archive);
  extract(archive, saved);
  const [image] = JSON.parse(readFileSync(path.join(saved, 'manifest.json'), 'utf8')) as [
    { Config: string; Layers: string[] },
  ];
  const configuration = readFileSync(path.join(saved, image.Config), 'utf8');
  const layers = image.Layers.map((layer, index) => {
    const place = path.join(folder, `layer-${index}`);
    extract(path.join(saved, layer), place);
    return place;
  });
  const parsed = JSON.parse(configuration) as { config?: UnpackedImage['config'] };
  return { folder, layers, configuration, config: parsed.config ?? {} };
}

function extract(archive: string, folder: string): void {
  mkdirSync(folder);
  // Devices and owners are of no interest, and would need privileges.
  runSync('tar', [
    '--extract',
    '--no-same-owner',
    '--exclude=dev/*',
    '--file',
    archive,
    '--directory',
    folder,
  ]);
  runSync('chmod', ['-R', 'u+rwX', folder]);
}

/** Every file below a folder, as paths from it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

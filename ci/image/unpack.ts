import { mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EngineName } from '../../knative/image/engine.ts';
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
export function unpackImage(engine: EngineName, reference: string): UnpackedImage {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-scan-'));
  const saved = path.join(folder, 'saved');
  mkdirSync(saved);
  const { config, layers } =
    engine === 'docker' ? saveWithDocker(reference, saved) : save(engine, reference, saved);
  const configuration = readFileSync(path.join(saved, config), 'utf8');
  const unpacked = layers.map((layer, index) => {
    const place = path.join(folder, `layer-${index}`);
    mkdirSync(place);
    // Devices and owners are of no interest, and would need privileges.
    runSync('tar', [
      ...['--extract', '--no-same-owner', '--exclude=dev/*'],
      ...['--file', path.join(saved, layer), '--directory', place],
    ]);
    runSync('chmod', ['-R', 'u+rwX', place]);
    return place;
  });
  const parsed = JSON.parse(configuration) as { config?: UnpackedImage['config'] };
  return { folder, layers: unpacked, configuration, config: parsed.config ?? {} };
}

interface Saved {
  config: string;
  layers: string[];
}

function save(engine: 'podman' | 'buildah', reference: string, folder: string): Saved {
  runSync(engine, ['push', '--quiet', reference, `dir:${folder}`]);
  const manifest = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as {
    config: { digest: string };
    layers: { digest: string }[];
  };
  const file = (digest: string) => digest.replace('sha256:', '');
  return { config: file(manifest.config.digest), layers: manifest.layers.map(({ digest }) => file(digest)) };
}

function saveWithDocker(reference: string, folder: string): Saved {
  const archive = path.join(folder, 'image.tar');
  runSync('docker', ['image', 'save', '--output', archive, reference]);
  runSync('tar', ['--extract', '--file', archive, '--directory', folder]);
  const [image] = JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')) as [
    { Config: string; Layers: string[] },
  ];
  return { config: image.Config, layers: image.Layers };
}

/** Every file below a folder, as paths from it. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

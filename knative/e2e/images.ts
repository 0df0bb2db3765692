import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildImage } from '../image/build-image.ts';
import { findEngine } from '../image/engine.ts';
import { identify } from '../image/identity.ts';
import { root } from '../lib/names.ts';
import { run } from '../lib/process.ts';

/** Releases that differ from the image under test: one is as good, the others are not. */
export const releases = [
  'next',
  'crashes-at-start',
  'wrong-weights',
  'answers-wrong',
  'slow',
  'fails-later',
] as const;
export type Release = (typeof releases)[number];

const modelFolder = path.join(root, 'function/model');

/** Builds the image of this tree. @returns its name */
export function buildImageUnderTest(): string {
  const identity = identify(root);
  buildImage(findEngine(), identity, { context: root, cache: true, progress: false });
  return identity.reference;
}

/** Builds a release on the image under test. @returns its name */
export async function buildRelease(image: string, release: Release): Promise<string> {
  const context = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-e2e-'));
  const reference = `${image}-${release}`;
  try {
    cpSync(path.join(root, 'knative/e2e/images'), context, { recursive: true });
    writeWrongModels(context);
    await run(findEngine().name, [
      ...['build', '--quiet', '--target', release, '--build-arg', `IMAGE=${image}`],
      ...['--tag', reference, context],
    ]);
    return reference;
  } finally {
    rmSync(context, { recursive: true });
  }
}

function writeWrongModels(context: string): void {
  const folderFor = (release: Release) => {
    const folder = path.join(context, release);
    mkdirSync(folder);
    return folder;
  };
  const weights = readFileSync(path.join(modelFolder, 'model.onnx'));
  writeFileSync(
    path.join(folderFor('wrong-weights'), 'model.onnx'),
    Buffer.concat([weights, Buffer.from([0])]),
  );
  const contract = JSON.parse(readFileSync(path.join(modelFolder, 'model.json'), 'utf8'));
  const { labels, selfTest } = contract;
  const [cat, dog] = labels;
  const swapped = {
    ...contract,
    labels: [dog, cat],
    selfTest: { ...selfTest, label: selfTest.label === cat ? dog : cat },
  };
  writeFileSync(path.join(folderFor('answers-wrong'), 'model.json'), JSON.stringify(swapped));
}

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../../tools/names.ts';
import { run } from '../../tools/process.ts';
import { buildImage } from '../image/build-image.ts';
import { findEngine } from '../image/engine.ts';
import { identify } from '../image/identity.ts';

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
    cpSync(path.join(root, 'knative/harness/images'), context, { recursive: true });
    writeWrongWeights(context);
    await run(findEngine().name, [
      ...['build', '--quiet', '--target', release, '--build-arg', `IMAGE=${image}`],
      ...['--tag', reference, context],
    ]);
    return reference;
  } finally {
    rmSync(context, { recursive: true });
  }
}

function writeWrongWeights(context: string): void {
  const folder = path.join(context, 'wrong-weights');
  mkdirSync(folder);
  const weights = readFileSync(path.join(root, 'function/model/model.onnx'));
  writeFileSync(path.join(folder, 'model.onnx'), Buffer.concat([weights, Buffer.from([0])]));
}

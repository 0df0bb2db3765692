import { createHash } from 'node:crypto';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { succeeds } from '../../../tools/process.ts';
import { buildImage } from '../../image/build-image.ts';
import { findEngine } from '../../image/engine.ts';
import { type Identity, identify } from '../../image/identity.ts';
import { contentHash, inputFiles } from '../../image/inputs.ts';
import { baseImagesHere, podman, whyNoContainers } from './podman.ts';

export interface TestImages {
  identity: Identity;
  /** Built from the same inputs once more: each step anew, in another folder, by somebody with another umask. */
  again: string;
  /** Of another commit with the same contents. */
  nextRevision: string;
  /** For another processor, on an empty base. */
  arm64: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** The images under test, or why there are none. */
    images: TestImages | { missing: string };
  }
}

const REPOSITORY = 'dev.local/cats-vs-dogs-test';
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Builds what the tests look at, unless it was built from the same contents before. */
export default function setup(project: TestProject): void {
  const missing = whyNoContainers(root);
  if (missing !== undefined) {
    process.stderr.write(`\nNOT TESTED: the container image, for ${missing}\n\n`);
    project.provide('images', { missing });
    return;
  }
  const tag = `${REPOSITORY}:${inputsHash()}`;
  const identity: Identity = {
    ...identify(root, {}),
    reference: tag,
    revision: 'revision-of-the-test',
    source: 'https://example.org/cats-vs-dogs',
    createdAt: '2020-01-02T03:04:05.000Z',
  };
  const images = { identity, again: `${tag}-again`, nextRevision: `${tag}-next`, arm64: `${tag}-arm64` };
  removeOthers(Object.values(images).map((image) => (typeof image === 'string' ? image : image.reference)));
  const engine = findEngine('podman');
  const build = (
    reference: string,
    changes: Partial<Identity> = {},
    env = process.env,
    platform?: string,
  ) => {
    if (isThere(reference)) return;
    const options = { context: root, cache: true, progress: false, ...(platform && { platform }) };
    buildImage(engine, { ...identity, ...changes, reference }, options, env);
  };
  build(identity.reference);
  build(images.nextRevision, { revision: 'another-revision' });
  build(images.arm64, {}, { ...process.env, RUNTIME_IMAGE: emptyImage('arm64', 'v8') }, 'linux/arm64');
  if (!isThere(images.again)) buildAgain({ ...identity, reference: images.again });
  project.provide('images', images);
}

/** Of all files that decide what an image is, this recipe's own folder included, and of the base images. */
function inputsHash(): string {
  const hash = createHash('sha256').update(contentHash(root));
  for (const { reference } of baseImagesHere(root)) {
    hash.update(podman('image', 'inspect', '--format', '{{.Id}}', reference));
  }
  return hash.digest('hex').slice(0, 12);
}

function isThere(reference: string): boolean {
  return succeeds('podman', 'image', 'exists', reference);
}

/** Earlier images of these tests; whoever changes the function often would fill the disk. */
function removeOthers(wanted: readonly string[]): void {
  const found = podman('images', '--format', '{{.Repository}}:{{.Tag}}', REPOSITORY).split('\n');
  for (const reference of found) {
    if (reference.startsWith(`${REPOSITORY}:`) && !wanted.includes(reference)) podman('rmi', reference);
  }
}

function emptyImage(architecture: string, variant: string): string {
  const reference = `${REPOSITORY}-empty:${architecture}`;
  if (isThere(reference)) return reference;
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-empty-'));
  const archive = path.join(folder, 'empty.tar');
  // The two blocks of zeros that end an archive.
  writeFileSync(archive, Buffer.alloc(1024));
  try {
    podman('import', '--os', 'linux', '--arch', architecture, '--variant', variant, archive, reference);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return reference;
}

function buildAgain(identity: Identity): void {
  const context = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-again-'));
  const before = stages();
  try {
    for (const name of inputFiles(root).reverse()) {
      const copy = path.join(context, name);
      mkdirSync(path.dirname(copy), { recursive: true, mode: 0o700 });
      cpSync(path.join(root, name), copy);
      chmodSync(copy, 0o600);
      utimesSync(copy, 1e9, 1e9);
    }
    buildImage(findEngine('podman'), identity, { context, cache: false, progress: false });
  } finally {
    rmSync(context, { recursive: true });
    // Stages that were made anew serve no later build.
    const made = [...stages()].filter((id) => !before.has(id));
    if (made.length > 0) succeeds('podman', 'rmi', ...made);
  }
}

/** What builds left behind without a name. */
function stages(): Set<string> {
  return new Set(
    podman('images', '--quiet', '--no-trunc', '--filter', 'dangling=true').split('\n').filter(Boolean),
  );
}

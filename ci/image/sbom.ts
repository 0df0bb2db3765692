import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import contract from '../../function/model/model.json' with { type: 'json' };
import { baseImage } from '../../knative/image/base-images.ts';
import { Failure } from '../../tools/failure.ts';
import { root } from '../../tools/names.ts';
import { runSync } from '../../tools/process.ts';
import { type Component, licenceList, nameOf, refusedLicences } from '../gates/licences.ts';
import { filesBelow, type UnpackedImage } from './unpack.ts';

interface Bom {
  metadata: object;
  components: Component[];
  dependencies?: unknown;
}

/** What is in the image, and which licences are refused. The base image is one component: it has its own SBOM. */
export async function describeContents(
  reference: string,
  id: string,
  { layers }: Pick<UnpackedImage, 'layers'>,
): Promise<{ sbom: string; licences: string; refused: string[] }> {
  // The graph of the bundle's packages alone says nothing about the image.
  const { dependencies: _, ...bundled } = bundledPackages();
  const found = [...bundled.components, ...shippedPackages(layers), modelComponent(), baseComponent()];
  const unique = new Map(found.map((component) => [`${nameOf(component)}@${component.version}`, component]));
  const components = [...unique.values()].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const [, name = reference, version = ''] = /^(.+):([^:/]+)$/.exec(reference) ?? [];
  const component: Component = {
    ...{ type: 'container', name, version, 'bom-ref': reference },
    hashes: [{ alg: 'SHA-256', content: id.replace('sha256:', '') }],
  };
  const bom = { ...bundled, metadata: { ...bundled.metadata, component }, components };
  return {
    sbom: `${JSON.stringify(bom, null, 2)}\n`,
    licences: licenceList(components),
    refused: refusedLicences(components),
  };
}

/** From the build itself: what esbuild took in, whatever package.json calls it. */
function bundledPackages(): Bom {
  const folder = mkdtempSync(path.join(tmpdir(), 'cats-vs-dogs-sbom-'));
  try {
    const metafile = path.join(folder, 'metafile.json');
    const output = path.join(folder, 'bom.json');
    runSync('node', ['function/build.mjs'], { cwd: root, env: { BUILD_METAFILE: metafile } });
    const words = ['--no-install', 'cyclonedx-esbuild', '--output-reproducible', '--output-file'];
    runSync('npx', [...words, output, metafile], { cwd: root });
    return JSON.parse(readFileSync(output, 'utf8')) as Bom;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The packages that the image has files of: those with native code, and the page of the API. */
function shippedPackages(layers: readonly string[]): Component[] {
  const files = layers.flatMap(filesBelow);
  const found = new Set(
    files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  if (files.some((file) => file.includes('/swagger-ui/'))) found.add('swagger-ui-dist');
  const known = JSON.parse(
    runSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], { cwd: root }),
  ) as Bom;
  const components = known.components.filter((component) => found.has(nameOf(component))).map(plain);
  const unknown = [...found].filter((name) => !components.some((component) => nameOf(component) === name));
  // A base image may bring npm's own packages; ours come from the lock, all of them.
  if (unknown.length > 0)
    throw new Failure(`the image has packages that package-lock.json has not: ${unknown.join(', ')}`);
  return components;
}

/** Without the paths and properties that npm adds; JSON leaves out what is undefined. */
function plain({ type, 'bom-ref': ref, name, version, purl, licenses, hashes }: Component) {
  return { type, 'bom-ref': ref, name, version, purl, licenses, hashes } as Component;
}

function modelComponent(): Component {
  const { name, version, weights } = contract;
  return {
    type: 'machine-learning-model',
    'bom-ref': `model:${name}@${version}`,
    name: `${name} model`,
    version,
    hashes: [{ alg: 'SHA-256', content: weights.sha256 }],
  };
}

function baseComponent(): Component {
  const reference = process.env.RUNTIME_IMAGE || baseImage('RUNTIME_IMAGE');
  return {
    type: 'container',
    'bom-ref': `base:${reference}`,
    name: reference,
    description: 'The base image',
  };
}

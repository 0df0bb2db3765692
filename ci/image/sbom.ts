import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { baseImages } from '../../knative/image/base-images.ts';
import { Failure } from '../../tools/failure.ts';
import { root } from '../../tools/names.ts';
import { runSync } from '../../tools/process.ts';
import { licenceList, refusedLicences } from '../gates/licences.ts';
import { type Component, nameOf } from './component.ts';
import { filesBelow, type UnpackedImage } from './unpack.ts';

interface Bom {
  metadata: { component: Component; [field: string]: unknown };
  components: Component[];
  [field: string]: unknown;
}

/**
 * What is in the image: the JavaScript that esbuild bundled, the packages with native code, the page's files, the
 * model, and the base image, which is one component, for what is in it its own SBOM tells.
 */
export async function describeContents(
  reference: string,
  id: string,
  { layers }: Pick<UnpackedImage, 'layers'>,
): Promise<{ sbom: string; licences: string; refused: string[] }> {
  const bundled = bundledPackages();
  const components = new Map<string, Component>();
  for (const component of [
    ...bundled.components,
    ...shippedPackages(layers),
    modelComponent(),
    baseComponent(),
  ]) {
    components.set(`${nameOf(component)}@${component.version}`, component);
  }
  const all = [...components.values()].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const [, tag = ''] = /:([^:/]+)$/.exec(reference) ?? [];
  const subject: Component = {
    type: 'container',
    name: reference.replace(/:[^:/]+$/, ''),
    version: tag,
    'bom-ref': reference,
    hashes: [{ alg: 'SHA-256', content: id.replace('sha256:', '') }],
  };
  const bom = { ...bundled, metadata: { ...bundled.metadata, component: subject }, components: all };
  // The graph of the bundle's packages alone says nothing about the image.
  const { dependencies: _, ...published } = bom as Bom & { dependencies?: unknown };
  return {
    sbom: `${JSON.stringify(published, null, 2)}\n`,
    licences: licenceList(all),
    refused: refusedLicences(all),
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
  const found = new Set(
    layers
      .flatMap(filesBelow)
      .flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []),
  );
  if (layers.flatMap(filesBelow).some((file) => file.includes('/swagger-ui/'))) found.add('swagger-ui-dist');
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

/** Without the paths and properties that npm adds. */
function plain({ type, name, version, purl, licenses, hashes, 'bom-ref': ref }: Component): Component {
  return {
    type,
    'bom-ref': ref,
    name,
    ...(version && { version }),
    ...(purl && { purl }),
    ...(licenses && { licenses }),
    ...(hashes && { hashes }),
  };
}

function modelComponent(): Component {
  const contract = JSON.parse(readFileSync(path.join(root, 'function/model/model.json'), 'utf8')) as {
    name: string;
    version: string;
    weights: { sha256: string };
  };
  return {
    type: 'machine-learning-model',
    'bom-ref': `model:${contract.name}@${contract.version}`,
    name: `${contract.name} model`,
    version: contract.version,
    hashes: [{ alg: 'SHA-256', content: contract.weights.sha256 }],
  };
}

function baseComponent(): Component {
  const images = baseImages(readFileSync(path.join(root, 'Dockerfile'), 'utf8'));
  const declared = images.find(({ argument }) => argument === 'RUNTIME_IMAGE')!.reference;
  const reference = process.env.RUNTIME_IMAGE || declared;
  return {
    type: 'container',
    'bom-ref': `base:${reference}`,
    name: reference,
    description: 'The base image',
  };
}

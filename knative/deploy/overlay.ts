import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../tools/failure.ts';
import type { Kubectl } from '../../tools/kubectl.ts';
import { kustomize, type Manifest } from '../../tools/kustomize.ts';
import { type Installation, root } from '../../tools/names.ts';
import { identify } from '../image/identity.ts';
import { KIND_CONTEXT } from '../kind/names.ts';
import { knativeFolder } from '../names.ts';
import { type KnativeService, withAnnotations, withImageOf } from '../service/service.ts';
import { asInstallation } from './as-installation.ts';

export interface Manifests {
  /** The Knative Service. */
  service: Manifest & Pick<KnativeService, 'spec'>;
  /** All others, the namespace first. */
  others: Manifest[];
}

const overlays = path.join(knativeFolder, 'overlays');
const LOCAL_OVERLAY = 'kind';

/** For a cluster of Kind the overlay that needs no registry, for any other the one of production. */
export async function defaultOverlay(kubectl: Kubectl): Promise<string> {
  return (await kubectl.contextName()) === KIND_CONTEXT ? LOCAL_OVERLAY : 'production';
}

/** The image that `npx . image build` makes of this tree, which `npx . kind load` brings into the Kind cluster. */
export function imageOfTree(): string {
  return identify(root).reference;
}

/** An address of the documentation, or the tag of an overlay that waits for an image. */
const PLACEHOLDER = /^([^/]*\.)?example(\.[^/]*)?\/|^[^/]+\/example\/|:unbuilt$/;

/** @throws UsageError for an image that nobody pushed */
export function refusePlaceholder(image: string | undefined): void {
  if (image !== undefined && !PLACEHOLDER.test(image)) return;
  throw new UsageError(
    `--image must name an image in a registry that this cluster reaches, as registry.your-company.com/cats-vs-dogs:1.0.0, found: ${image ?? 'none'}`,
  );
}

/** @throws UsageError that names those that there are */
export function overlayFolder(name: string): string {
  const folder = path.join(overlays, name);
  if (/^[a-z-]+$/.test(name) && existsSync(path.join(folder, 'kustomization.yaml'))) return folder;
  throw new UsageError(`--overlay must be one of ${readdirSync(overlays).join(', ')}, found: ${name}`);
}

/** What `kubectl kustomize` makes of an overlay's folder, for an installation. */
export async function render(
  kubectl: Kubectl,
  folder: string,
  installation: Installation,
): Promise<Manifests> {
  return sortOut(asInstallation(await kustomize(kubectl, folder), installation));
}

export function sortOut(all: readonly Manifest[]): Manifests {
  const isService = ({ apiVersion }: Manifest) => apiVersion.startsWith('serving.knative.dev/');
  const [service] = all.filter(isService);
  if (service === undefined) throw new Error('the overlay has no Knative Service');
  const others = all
    .filter((manifest) => !isService(manifest))
    .sort((a, b) => Number(b.kind === 'Namespace') - Number(a.kind === 'Namespace'));
  return { service: service as Manifests['service'], others };
}

/** The same with other annotations besides its own: of the Service, and of its template. */
export function withKept(
  { service, others }: Manifests,
  ofService: Record<string, string>,
  ofTemplate: Record<string, string>,
): Manifests {
  const annotations = { ...(service.metadata.annotations as object | undefined), ...ofService };
  const spec = { ...service.spec, template: withAnnotations(service.spec.template, ofTemplate) };
  return { service: { ...service, metadata: { ...service.metadata, annotations }, spec }, others };
}

/** The same with another image. */
export function withImage({ service, others }: Manifests, image: string): Manifests {
  const spec = { ...service.spec, template: withImageOf(service.spec.template, image) };
  return { service: { ...service, spec }, others };
}

import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { UsageError } from '../../tools/failure.ts';
import type { Kubectl } from '../../tools/kubectl.ts';
import { kustomize, type Manifest } from '../../tools/kustomize.ts';
import { type Installation, root } from '../../tools/names.ts';
import { identify } from '../image/identity.ts';
import { KIND_CONTEXT } from '../kind/names.ts';
import { knativeFolder } from '../names.ts';
import { type KnativeService, withImageOf } from '../service/service.ts';
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

/** Without a registry the image is the one that `npx . image build` makes of this tree; undefined: the overlay's. */
export function defaultImage(overlay: string): string | undefined {
  return overlay === LOCAL_OVERLAY ? identify(root).reference : undefined;
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

/** The same with another image. */
export function withImage({ service, others }: Manifests, image: string): Manifests {
  const spec = { ...service.spec, template: withImageOf(service.spec.template, image) };
  return { service: { ...service, spec }, others };
}

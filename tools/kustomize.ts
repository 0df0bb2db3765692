import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments, stringify } from 'yaml';
import type { Kubectl } from './kubectl.ts';

/** An object as Kubernetes takes it. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; [field: string]: unknown };
  [field: string]: unknown;
}

/** All that `kubectl kustomize` makes of a folder. */
export async function kustomize(kubectl: Kubectl, folder: string): Promise<Manifest[]> {
  const text = await kubectl.run(['kustomize', folder]);
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}

/** The same of a folder with components, as an overlay has them. */
export async function kustomizeWith(
  kubectl: Kubectl,
  folder: string,
  components: readonly string[],
): Promise<Manifest[]> {
  const overlay = mkdtempSync(path.join(realpathSync(tmpdir()), 'cats-vs-dogs-overlay-'));
  try {
    const relative = (place: string) => path.relative(overlay, place);
    const kustomization = { resources: [relative(folder)], components: components.map(relative) };
    writeFileSync(path.join(overlay, 'kustomization.yaml'), stringify(kustomization));
    return await kustomize(kubectl, overlay);
  } finally {
    rmSync(overlay, { recursive: true });
  }
}

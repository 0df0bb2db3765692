import path from 'node:path';
import type { Kubectl } from '../../tools/kubectl.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { knativeFolder } from '../../tools/names.ts';
import { run } from '../../tools/process.ts';
import { overlayFolder, render, withImage } from '../deploy/overlay.ts';
import { findEngine } from '../image/engine.ts';
import type { Template } from '../service/service.ts';
import { withAnnotations } from '../service/service.ts';

export const NAMESPACE = 'cats-vs-dogs-bench';

/** As the overlay for clusters without a registry has it, in a namespace of the benchmark. */
export interface BenchService {
  name: string;
  image: string;
}

/** Builds the hello-world image. @returns its name */
export async function buildHello(): Promise<string> {
  const image = 'dev.local/cats-vs-dogs-hello:1';
  const { RUNTIME_IMAGE } = process.env;
  await run(findEngine().name, [
    ...['build', '--quiet', '--tag', image],
    ...(RUNTIME_IMAGE ? ['--build-arg', `RUNTIME_IMAGE=${RUNTIME_IMAGE}`] : []),
    path.join(knativeFolder, 'bench/hello'),
  ]);
  return image;
}

/**
 * Deploys services that differ in their image alone, the settings being the function's own.
 * @param annotations of the autoscaler that differ from it
 */
export async function deployServices(
  kubectl: Kubectl,
  services: readonly BenchService[],
  annotations: Record<string, string>,
): Promise<void> {
  const { service, others } = await render(kubectl, overlayFolder('kind'));
  const moved = (manifest: Manifest): Manifest => ({
    ...manifest,
    metadata: {
      ...manifest.metadata,
      ...(manifest.kind === 'Namespace' ? { name: NAMESPACE } : { namespace: NAMESPACE }),
    },
  });
  // The network policy names the function's own pods.
  await kubectl.apply(others.filter(({ kind }) => kind !== 'NetworkPolicy').map(moved));
  await kubectl.apply(
    services.map(({ name, image }) => {
      const { service: own } = withImage({ service, others: [] }, image);
      const template = withAnnotations(own.spec.template as Template, annotations);
      return moved({ ...own, metadata: { name }, spec: { ...own.spec, template } });
    }),
  );
}

export async function removeServices(kubectl: Kubectl): Promise<void> {
  await kubectl.run(['delete', 'namespace', NAMESPACE, '--ignore-not-found']);
}

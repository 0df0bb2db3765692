import path from 'node:path';
import type { Kubectl } from '../../tools/kubectl.ts';
import { run } from '../../tools/process.ts';
import { serve } from '../deploy/deploy.ts';
import { overlayFolder, render, withImage } from '../deploy/overlay.ts';
import { findEngine } from '../image/engine.ts';
import { knativeFolder } from '../names.ts';
import { kubectlCluster } from '../rollout/kubectl-cluster.ts';
import { withAnnotations } from '../service/service.ts';

export const NAMESPACE = 'cats-vs-dogs-bench';
const READY_MS = 180_000;

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
 * Deploys services that differ in their image alone, with the settings of the function, and waits until they serve.
 * @param annotations of the autoscaler that differ from it
 */
export async function deployServices(
  kubectl: Kubectl,
  services: readonly BenchService[],
  annotations: Record<string, string>,
): Promise<void> {
  for (const { name, image } of services) {
    const installation = { name, namespace: NAMESPACE };
    const manifests = await render(kubectl, overlayFolder('kind'), installation);
    const { service, others } = withImage(manifests, image);
    // This machine sends requests to the pods themselves, past the gateway.
    await kubectl.apply(others.filter(({ kind }) => kind !== 'NetworkPolicy'));
    const template = withAnnotations(service.spec.template, annotations);
    const changed = { ...service, spec: { ...service.spec, template } };
    const cluster = kubectlCluster(kubectl, installation, undefined);
    await serve(kubectl, cluster, changed, { readyMs: READY_MS });
  }
}

export async function removeServices(kubectl: Kubectl): Promise<void> {
  await kubectl.run(['delete', 'namespace', NAMESPACE, '--ignore-not-found']);
}

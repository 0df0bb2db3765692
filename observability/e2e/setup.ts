import type { TestProject } from 'vitest/node';
import { imageLoader } from '../../knative/harness/image-loader.ts';
import { buildImageUnderTest } from '../../knative/harness/images.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { apply } from '../stack/deploy.ts';
import { withSettings } from '../stack/manifests.ts';
import { monitoringUnderTest, stack } from './monitoring.ts';

export interface Provided {
  image: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    observability: Provided;
  }
}

/** Brings the image of this tree to the cluster of KUBECONFIG, and what watches it, which tells nobody yet. */
export default async function setup(project: TestProject): Promise<void> {
  const kubectl = new Kubectl();
  const load = await imageLoader(kubectl);
  const image = buildImageUnderTest();
  await load(image);
  await apply(stack, withSettings(await monitoringUnderTest(), undefined));
  project.provide('observability', { image });
}

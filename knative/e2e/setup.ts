import type { TestProject } from 'vitest/node';
import { Kubectl } from '../../tools/kubectl.ts';
import { imageLoader } from '../harness/image-loader.ts';
import { buildImageUnderTest, buildRelease, type Release, releases } from '../harness/images.ts';
import { knownPhotos } from '../harness/photos.ts';

export interface Provided {
  image: string;
  /** Those that were built for this run. */
  releases: Partial<Record<Release, string>>;
  /** `content` in base64. */
  photos: { content: string; prediction: string; probability: number }[];
}

declare module 'vitest' {
  export interface ProvidedContext {
    e2e: Provided;
  }
}

/** Brings the image of this tree, and releases made of it, to the cluster of KUBECONFIG. */
export default async function setup(project: TestProject): Promise<void> {
  const load = await imageLoader(new Kubectl());
  const image = buildImageUnderTest();
  await load(image);
  const built: Provided['releases'] = {};
  for (const release of process.env.E2E_SHORT ? (['next'] as const) : releases) {
    built[release] = await buildRelease(image, release);
    await load(built[release]);
  }
  const photos = (await knownPhotos()).map(({ content, ...known }) => ({
    ...known,
    content: content.toString('base64'),
  }));
  project.provide('e2e', { image, releases: built, photos });
}

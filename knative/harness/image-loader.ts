import { Failure } from '../../tools/failure.ts';
import type { Kubectl } from '../../tools/kubectl.ts';
import { loadImage } from '../kind/kind.ts';
import { KIND_CONTEXT } from '../kind/names.ts';
import { loadIntoLocalCluster, localClusterFolder } from './local-cluster.ts';

/**
 * How images of this machine get into a cluster that asks no registry.
 * @throws Failure for a cluster of which no way is known
 */
export async function imageLoader(kubectl: Kubectl): Promise<(image: string) => Promise<void>> {
  const context = await kubectl.contextName();
  if (context === KIND_CONTEXT) return loadImage;
  const folder = localClusterFolder();
  if (folder === undefined) {
    throw new Failure(
      `no way is known to bring images into the cluster ${context}: npx . e2e cluster --up starts one of its own`,
    );
  }
  return (image) => loadIntoLocalCluster(folder, image);
}

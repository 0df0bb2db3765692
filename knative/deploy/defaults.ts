import type { Kubectl } from '../../tools/kubectl.ts';
import { root } from '../../tools/names.ts';
import { identify } from '../image/identity.ts';
import { KIND_CONTEXT } from '../kind/names.ts';

const LOCAL_OVERLAY = 'kind';

/** For a cluster of Kind the overlay that needs no registry, for any other the one of production. */
export async function defaultOverlay(kubectl: Kubectl): Promise<string> {
  return (await kubectl.contextName()) === KIND_CONTEXT ? LOCAL_OVERLAY : 'production';
}

/** Without a registry the image is the one that `npx . image build` makes of this tree; undefined: the overlay's. */
export function defaultImage(overlay: string): string | undefined {
  return overlay === LOCAL_OVERLAY ? identify(root).reference : undefined;
}

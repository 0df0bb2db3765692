import type { Kubectl } from '../../tools/kubectl.ts';
import { PROJECT } from '../../tools/names.ts';
import { OWNED_SELECTOR } from '../../tools/ownership.ts';

/** One monitoring in a cluster: everything of it that has a namespace is in this one. */
export interface Stack {
  kubectl: Kubectl;
  namespace: string;
}

/** The namespace of the manifests in this folder, which `render` replaces. */
export const MANIFEST_NAMESPACE = `${PROJECT}-monitoring`;

/** On all that belongs to a monitoring, besides the label of its project and that of its instance. */
export const PART_OF = { 'app.kubernetes.io/part-of': 'monitoring' };
/** Selects all of it. */
export const STACK_SELECTOR = `${OWNED_SELECTOR},app.kubernetes.io/part-of=monitoring`;

/** The port of each part's pages, by its Deployment's name. Kind maps it to the same port of this machine. */
export const PARTS = { prometheus: 9090, alertmanager: 9093, grafana: 3000 } as const;

export type Part = keyof typeof PARTS;

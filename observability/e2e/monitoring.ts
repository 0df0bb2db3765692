import type { Kubectl } from '../../tools/kubectl.ts';
import type { Manifest } from '../../tools/kustomize.ts';
import { type Optional, render, without } from '../stack/manifests.ts';
import { withServices } from '../stack/watched-services.ts';
import { observed } from './observed.ts';

/** What clusters that ask no registry cannot have. */
const LEFT_OUT: readonly Optional[] = ['grafana', 'kube-state-metrics'];

export async function monitoringUnderTest(kubectl: Kubectl): Promise<Manifest[]> {
  return withServices(without(await render(kubectl, []), LEFT_OUT), [observed.installation.name]);
}

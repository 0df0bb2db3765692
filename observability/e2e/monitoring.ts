import type { Manifest } from '../../tools/kustomize.ts';
import { type Optional, render, without } from '../stack/manifests.ts';
import type { Stack } from '../stack/names.ts';
import { withServices } from '../stack/watched-services.ts';
import { observed } from './observed.ts';

/** The monitoring of these tests, beside any other. */
export const stack: Stack = { kubectl: observed.kubectl, namespace: 'cats-vs-dogs-monitoring-e2e' };

/** What clusters that ask no registry cannot have. */
const LEFT_OUT: readonly Optional[] = ['grafana', 'kube-state-metrics'];

export async function monitoringUnderTest(): Promise<Manifest[]> {
  return withServices(without(await render(stack, []), LEFT_OUT), [observed.installation.name]);
}

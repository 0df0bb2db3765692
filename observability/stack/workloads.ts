import { KIND_CONTEXT } from '../../knative/kind/names.ts';
import { table } from '../../tools/table.ts';
import { NAMESPACE, PARTS, type Part } from './names.ts';

/** A Deployment or DaemonSet, as far as it is shown. */
export interface Workload {
  metadata: { name: string };
  spec: { replicas?: number; template: { spec: { containers: { image: string }[] } } };
  status: {
    readyReplicas?: number;
    /** Of a DaemonSet. */
    numberReady?: number;
    desiredNumberScheduled?: number;
  };
}

/** A line for each part: how many of how many pods are ready, the image, and how to see its pages. */
export function workloadLines(workloads: readonly Workload[], context: string): string {
  const rows = workloads.map(({ metadata: { name }, spec, status }) => {
    const wanted = spec.replicas ?? status.desiredNumberScheduled ?? 0;
    const ready = status.readyReplicas ?? status.numberReady ?? 0;
    const state = wanted === 0 ? 'stopped' : ready === wanted ? 'runs' : 'NOT READY';
    const reach = name in PARTS && wanted > 0 ? howToReach(name as Part, context) : '';
    return [name, state, `${ready}/${wanted}`, spec.template.spec.containers[0]!.image, reach];
  });
  return table([['PART', 'STATE', 'PODS', 'IMAGE', 'PAGES'], ...rows]);
}

/** How a person sees the pages of a part: by Kind's ports, or by a command that brings them to this machine. */
export function howToReach(part: Part, context: string): string {
  const url = `http://localhost:${PARTS[part]}`;
  if (context === KIND_CONTEXT) return url;
  return `${url} after: kubectl port-forward --namespace ${NAMESPACE} service/${part} ${PARTS[part]}`;
}

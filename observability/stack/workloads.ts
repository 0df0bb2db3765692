import { KIND_CONTEXT } from '../../knative/kind/names.ts';
import { table } from '../../tools/table.ts';
import { MANIFEST_NAMESPACE, PARTS, type Part } from './names.ts';

/** Where a monitoring is. */
interface Place {
  context: string;
  namespace: string;
}

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
export function workloadLines(workloads: readonly Workload[], place: Place): string {
  const rows = workloads.map(({ metadata: { name }, spec, status }) => {
    const wanted = spec.replicas ?? status.desiredNumberScheduled ?? 0;
    const ready = status.readyReplicas ?? status.numberReady ?? 0;
    const state = wanted === 0 ? 'stopped' : ready === wanted ? 'runs' : 'NOT READY';
    const reach = name in PARTS && wanted > 0 ? howToReach(name as Part, place) : '';
    return [name, state, `${ready}/${wanted}`, spec.template.spec.containers[0]!.image, reach];
  });
  return table([['PART', 'STATE', 'PODS', 'IMAGE', 'PAGES'], ...rows]);
}

/** Whether the pages are on ports of this machine: Kind maps each port once, so for the usual namespace alone. */
export function hasNodePorts({ context, namespace }: Place): boolean {
  return context === KIND_CONTEXT && namespace === MANIFEST_NAMESPACE;
}

/** How a person sees the pages of a part: by Kind's ports, or by a command that brings them to this machine. */
export function howToReach(part: Part, place: Place): string {
  const url = `http://localhost:${PARTS[part]}`;
  if (hasNodePorts(place)) return url;
  const { context, namespace } = place;
  return `${url} after: kubectl --context ${context} port-forward --namespace ${namespace} service/${part} ${PARTS[part]}`;
}

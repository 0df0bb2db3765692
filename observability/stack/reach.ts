import { KIND_CONTEXT } from '../../knative/kind/names.ts';
import { NAMESPACE, PARTS, type Part } from './names.ts';

/** How a person sees the pages of a part: by Kind's ports, or by a command that brings them to this machine. */
export function howToReach(part: Part, context: string): string {
  const { port } = PARTS[part];
  const url = `http://localhost:${port}`;
  if (context === KIND_CONTEXT) return url;
  return `${url} after: kubectl port-forward --namespace ${NAMESPACE} service/${part} ${port}`;
}

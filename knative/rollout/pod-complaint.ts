import type { ContainerStatus, Pod } from '../service/pod.ts';

/** What Kubernetes says when it has tried more than once; each is tried again, and none gets better by that. */
const HOPELESS = new Set([
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'CreateContainerConfigError',
]);
const MAX_LENGTH = 300;

/** Why the containers of a revision do not run, once that is sure. Knative says so only after its progress deadline. */
export function podComplaint(pods: readonly Pick<Pod, 'status'>[]): string | undefined {
  const containers = pods.flatMap(({ status }) => status?.containerStatuses ?? []);
  return containers.map(complaintOf).find((complaint) => complaint !== undefined);
}

function complaintOf({ restartCount, state, lastState }: ContainerStatus): string | undefined {
  const { reason, message } = state?.waiting ?? {};
  if (reason === undefined) return undefined;
  if (HOPELESS.has(reason)) return shortened([reason, message].filter(Boolean).join(': '));
  // One crash may be chance.
  if (reason !== 'CrashLoopBackOff' || restartCount < 1) return undefined;
  const { exitCode, reason: end, message: lastWords } = lastState?.terminated ?? {};
  return shortened(`it crashes (${end}, exit code ${exitCode})${lastWords ? `: ${lastWords.trim()}` : ''}`);
}

function shortened(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}...` : text;
}

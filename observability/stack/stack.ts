import { confirmChange } from '../../knative/target/confirm.ts';
import { Failure } from '../../tools/failure.ts';
import { Kubectl } from '../../tools/kubectl.ts';
import { monitoringNamespace } from '../../tools/names.ts';
import { PART_OF, type Stack } from './names.ts';

/** The options of a command about the monitoring. */
interface Place {
  context?: string | undefined;
  namespace?: string | undefined;
}

/** The monitoring that the options and MONITORING_NAMESPACE name. */
export function stackOf({ context, namespace }: Place): Stack {
  return { kubectl: new Kubectl(context), namespace: monitoringNamespace(namespace) };
}

/**
 * The monitoring that a command is about to change: printed, and agreed to.
 * @throws Failure when the namespace is of somebody else, or of a function
 */
export async function stackToChange({
  yes,
  ...place
}: Place & { yes?: boolean | undefined }): Promise<Stack & { isThere: boolean }> {
  const stack = stackOf(place);
  const { kubectl, namespace } = stack;
  await confirmChange(kubectl, { namespace, yes });
  type Labelled = { metadata: { labels?: Record<string, string> } };
  const live = await kubectl.findOwned<Labelled>('namespace', namespace);
  const [[label, value]] = Object.entries(PART_OF) as [[string, string]];
  if (live !== undefined && (live.metadata.labels?.[label] ?? value) !== value) {
    throw new Failure(`the namespace ${namespace} is that of a function: choose another for the monitoring`);
  }
  return { ...stack, isThere: live !== undefined };
}

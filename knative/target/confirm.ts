import { createInterface } from 'node:readline/promises';
import { Failure, UsageError } from '../../tools/failure.ts';
import type { Kubectl } from '../../tools/kubectl.ts';
import { KIND_CONTEXT } from '../kind/names.ts';

const ON_THIS_MACHINE = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/;

export interface Confirmation {
  namespace: string;
  /** The person has agreed by `--yes`. */
  yes?: boolean | undefined;
  /** A cluster whose API server is on this machine needs no agreement: for tests, which bring images of this machine. */
  isForTests?: boolean;
}

/**
 * Prints which cluster and namespace a command is about to change, and asks for agreement, except in the Kind cluster
 * of this project.
 * @throws UsageError without a terminal and without --yes, Failure when the person does not agree
 */
export async function confirmChange(
  kubectl: Kubectl,
  { namespace, yes, isForTests = false }: Confirmation,
): Promise<void> {
  const context = await kubectl.contextName();
  const jsonPath = 'jsonpath={.clusters[0].cluster.server}';
  const server = (await kubectl.run(['config', 'view', '--minify', '--output', jsonPath])).trim();
  console.error(`context ${context}, server ${server}, namespace ${namespace}`);
  if (context === KIND_CONTEXT || yes === true || (isForTests && ON_THIS_MACHINE.test(server))) return;
  if (process.stdin.isTTY !== true) {
    throw new UsageError(
      `this changes the cluster of the context ${context}, and there is no terminal to ask: --yes agrees, --context names another cluster`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Change this cluster? [y/N] ').finally(() => terminal.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new Failure('nothing was changed');
}

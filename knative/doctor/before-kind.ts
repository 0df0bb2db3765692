import { type Check, type CheckResult, checkLine, failedChecks } from '../../tools/checks.ts';
import { Failure } from '../../tools/failure.ts';
import { checks, PROGRAMS } from './checks.ts';

/** What a verb does: make the cluster, use kind, or use kubectl alone. */
export type KindUse = 'make' | 'kind' | 'kubectl';

const NEEDED: Readonly<Record<KindUse, readonly Check[]>> = {
  make: PROGRAMS,
  kind: PROGRAMS,
  kubectl: PROGRAMS.filter(({ name }) => name === 'kubectl'),
};

/**
 * Says what doctor finds wrong, before a verb on Kind begins. Before a cluster is made it makes all of its checks; what may
 * do none the less, as little memory, is said and no more.
 * @throws Failure where a program is missing
 */
export async function beforeKind(use: KindUse): Promise<void> {
  const sayFailed = (result: CheckResult) => {
    if (!result.ok) console.error(checkLine(result));
  };
  const failed = await failedChecks(use === 'make' ? checks() : NEEDED[use], sayFailed);
  const missing = failed.filter((failure) => NEEDED[use].some(({ name }) => name === failure));
  if (missing.length > 0) throw new Failure(`${missing.join(', ')}: see above; npx . doctor looks again`);
}

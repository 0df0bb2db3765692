import { type CheckResult, checkLine, failedChecks } from '../../tools/checks.ts';
import { Failure } from '../../tools/failure.ts';
import { checks, PROGRAMS } from './checks.ts';

/**
 * Says what doctor finds wrong, before a verb on Kind begins. Before a cluster is made it makes all of its checks; what may
 * do none the less, as little memory, is said and no more.
 * @throws Failure where a program is missing
 */
export async function beforeKind({ isMade }: { isMade: boolean }): Promise<void> {
  const sayFailed = (result: CheckResult) => {
    if (!result.ok) console.error(checkLine(result));
  };
  const failed = await failedChecks(isMade ? checks() : PROGRAMS, sayFailed);
  const missing = failed.filter((name) => PROGRAMS.some((program) => program.name === name));
  if (missing.length > 0) throw new Failure(`${missing.join(', ')}: see above; npx . doctor looks again`);
}

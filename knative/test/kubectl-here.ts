import { succeeds } from '../../tools/process.ts';

/** Whether kubectl is in the PATH; says aloud what is not tested when not, and how to get it. */
export function kubectlIsHere(what: string): boolean {
  if (succeeds('kubectl', 'version', '--client')) return true;
  process.stderr.write(
    `\nNOT TESTED: ${what}, for kubectl is missing (https://kubernetes.io/docs/tasks/tools)\n\n`,
  );
  return false;
}

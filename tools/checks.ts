import { messageOf } from './failure.ts';

/** Something that must be so before other work begins. */
export interface Check {
  name: string;
  /** @returns what was found @throws Error that says what is wrong, and what helps */
  run(): Promise<string> | string;
}

/** What a check found, or what is wrong. */
export interface CheckResult {
  check: string;
  ok: boolean;
  detail: string;
}

/** The line of a result for a person. */
export const checkLine = ({ check, ok, detail }: CheckResult): string =>
  `${ok ? 'ok  ' : 'FAIL'}  ${check}: ${detail}`;

/** Makes each check and tells its result. @returns the names of those that failed */
export async function failedChecks(
  checks: readonly Check[],
  tell: (result: CheckResult) => void,
): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of checks) {
    try {
      tell({ check: name, ok: true, detail: await run() });
    } catch (error) {
      tell({ check: name, ok: false, detail: messageOf(error) });
      failed.push(name);
    }
  }
  return failed;
}

import { messageOf } from './failure.ts';

/** Something that must be so before other work begins. */
export interface Check {
  name: string;
  /** @returns what was found @throws Error that says what is wrong, and what helps */
  run(): Promise<string> | string;
}

/** Makes each check and says a line of it. @returns the names of those that failed */
export async function failedChecks(checks: readonly Check[], say: (line: string) => void): Promise<string[]> {
  const failed: string[] = [];
  for (const { name, run } of checks) {
    try {
      say(`ok    ${name}: ${await run()}`);
    } catch (error) {
      say(`FAIL  ${name}: ${messageOf(error)}`);
      failed.push(name);
    }
  }
  return failed;
}

import { setTimeout as pause } from 'node:timers/promises';

/**
 * Looks again and again until the condition holds.
 * @param what is waited for, for the error
 * @throws Error when it does not hold within `timeoutMs`
 */
export async function until(
  what: string,
  condition: () => Promise<boolean>,
  { timeoutMs, intervalMs = 1000 }: { timeoutMs: number; intervalMs?: number },
): Promise<void> {
  for (const endsAt = Date.now() + timeoutMs; !(await condition()); await pause(intervalMs)) {
    if (Date.now() > endsAt) throw new Error(`not within ${timeoutMs} ms: ${what}`);
  }
}

import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer.
 * @param ask undefined or false when there is none yet; an error that it throws ends the wait
 * @returns the answer; undefined when there is none within `timeoutMs`
 */
export async function waitUntil<Answer>(
  ask: () => Answer | undefined | false | Promise<Answer | undefined | false>,
  { timeoutMs, intervalMs = 100 }: { timeoutMs: number; intervalMs?: number },
): Promise<Answer | undefined> {
  for (const endsAt = performance.now() + timeoutMs; ; await pause(intervalMs)) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() >= endsAt) return undefined;
  }
}

/** As `waitUntil`. @throws Error that names `what` when it does not happen within `timeoutMs` */
export async function until<Answer>(
  what: string,
  ...[ask, times]: Parameters<typeof waitUntil<Answer>>
): Promise<Answer> {
  const answer = await waitUntil(ask, times);
  if (answer === undefined) throw new Error(`not within ${times.timeoutMs} ms: ${what}`);
  return answer;
}

import { setTimeout as sleep } from 'node:timers/promises';
import { redIsCat } from '../../harness/app-under-test.ts';
import type { Session } from '../../src/model/session.ts';

/** A session that waits until it is let go. */
export function heldSession() {
  const waiting: (() => void)[] = [];
  const session: Session = {
    ...redIsCat,
    async run(pixels) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return redIsCat.run(pixels);
    },
  };
  return { session, waiting };
}

/** Resolves when the condition holds; the test's timeout is its limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(5);
}

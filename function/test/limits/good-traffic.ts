import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Counts } from './load.ts';

export interface GoodTraffic {
  counts: Counts;
  latenciesMs: number[];
  /** Answers that are neither 200 nor an overload that says when to come back. */
  wrong: number;
}

/**
 * Sends good photos at an even pace, whatever becomes of them, until it is stopped. A process of its own sends them: what
 * an attack costs its sender is not the server's delay.
 */
export async function goodTraffic(
  port: number,
  photo: Buffer,
): Promise<{ stop: () => Promise<GoodTraffic> }> {
  const sender = fork(path.join(import.meta.dirname, 'good-traffic-sender.ts'), [String(port)], {
    serialization: 'advanced',
  });
  const ended = once(sender, 'exit').then(([code]) => {
    throw new Error(`the sender of good photos ended with ${code}`);
  });
  const nextMessage = async () => (await Promise.race([once(sender, 'message'), ended]))[0];
  sender.send(photo);
  await nextMessage();
  return {
    /** Waits for the answers that are due; those that take longer are cut off. */
    async stop() {
      sender.send('stop');
      return (await nextMessage()) as GoodTraffic;
    },
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { closeSoon } from './close-after-answer.ts';
import { createInFlightLimit } from './in-flight.ts';

const UNREAD_TIMEOUT_MS = 10_000;

/**
 * Bounds how many large answers are on their way at once. The kernel takes up to 4 MB of an answer that its client does
 * not read: memory of the pod, too, but node calls it sent. So the connection closes with the answer, which tells when
 * its client has read it, and a client that does not is cut off after 10 s.
 * @param reason why there is no room: the text of the error
 */
export function createLargeAnswers(maxAnswers: number, reason: string) {
  const limit = createInFlightLimit(maxAnswers, reason);
  /** Makes the answer a large one. @throws RequestError overloaded */
  return ({ socket }: IncomingMessage, response: ServerResponse): void => {
    socket.once('close', limit.enter());
    response.shouldKeepAlive = false;
    // Node calls this when the answer is written.
    socket.destroySoon = () => {
      // Without a reset the kernel would keep what was not read.
      closeSoon(socket, () => socket.resetAndDestroy(), UNREAD_TIMEOUT_MS);
    };
  };
}

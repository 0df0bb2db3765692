import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

// Long enough for an answer to cross any network, short enough to hold no socket for long.
const CLOSE_DELAY_MS = 1000;
const closingSockets = new WeakSet<Socket>();

/** Whether the connection only waits to be closed: what still arrives on it is no request. */
export function isClosing(socket: Socket): boolean {
  return closingSockets.has(socket);
}

/**
 * Closes the connection after the answer to a request whose body is not read.
 *
 * A socket that is destroyed with unread bytes makes the kernel send a reset, which can reach the client before the
 * answer does (RFC 9112, 9.6). So this side is closed first, and what arrives is discarded for a moment.
 */
export function closeAfterAnswer(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request;
  response.shouldKeepAlive = false;
  if (closingSockets.has(socket)) return;
  closingSockets.add(socket);
  // Node calls this when the last answer is written.
  socket.destroySoon = () => closeSoon(socket);
  request.on('error', () => socket.destroy());
  request.resume();
}

/** Closes this side after what was written, and the other when the client does so too, or by `cutOff` after a time. */
export function closeSoon(
  socket: Socket,
  cutOff = () => socket.destroy(),
  delayMs: number = CLOSE_DELAY_MS,
): void {
  closingSockets.add(socket);
  socket.end();
  socket.resume();
  const timer = setTimeout(cutOff, delayMs);
  socket.once('close', () => clearTimeout(timer));
}

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
  socket.destroySoon = () => {
    socket.end();
    const timer = setTimeout(() => socket.destroy(), CLOSE_DELAY_MS);
    socket.once('close', () => clearTimeout(timer));
  };
  request.on('error', () => socket.destroy());
  request.resume();
}

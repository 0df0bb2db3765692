import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestError } from '../errors.ts';
import { declaredBytes } from '../http/check-headers.ts';

/** Of all requests that wait for their turn, together: their connections are closed beyond it. */
export const MAX_WAITING_BYTES = 8 * 2 ** 20;
// Its objects and headers, measured with 1,000 of them.
const REQUEST_BYTES = 4096;
// Node reads no more at once, and nothing more is read while a request waits.
const READ_BYTES = 65_536;

type Exchange = { request: IncomingMessage; response: ServerResponse; bytes: number };
type Turns = {
  current: Pick<Exchange, 'request' | 'response'>;
  waiting: Exchange[];
  afterLast?: () => void;
};

/**
 * Answers the requests of a connection one after another. So a client that sends many at once, or takes no answer, has
 * one answer in memory.
 * @param answer resolves when the answer has left, or the connection is closed
 * @param onTooMany gets the connection that sends more than may wait
 */
export function createTurns(
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  onTooMany: (socket: Socket) => void,
) {
  const connections = new WeakMap<Socket, Turns>();
  let waitingBytes = 0;
  let busyConnections = 0;

  function wait({ waiting }: Turns, request: IncomingMessage, response: ServerResponse): void {
    const bytes = REQUEST_BYTES + Math.min(READ_BYTES, declaredBytes(request) ?? READ_BYTES);
    if (waitingBytes + bytes > MAX_WAITING_BYTES) {
      onTooMany(request.socket);
      return;
    }
    waitingBytes += bytes;
    waiting.push({ request, response, bytes });
    // Not before all that was read is parsed: node resumes at the end of each request.
    process.nextTick(() => waiting.length > 0 && request.socket.pause());
  }

  return {
    async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const { socket } = request;
      const ahead = connections.get(socket);
      if (ahead !== undefined) return wait(ahead, request, response);
      const turns: Turns = { current: { request, response }, waiting: [] };
      connections.set(socket, turns);
      busyConnections += 1;
      await answer(request, response);
      for (let next = turns.waiting.shift(); next !== undefined; next = turns.waiting.shift()) {
        waitingBytes -= next.bytes;
        // Closed, or about to be: node gives such a response no socket, and it would never end.
        if (!socket.writable) continue;
        // The last one may still wait for its body.
        if (turns.waiting.length === 0) socket.resume();
        turns.current = next;
        await answer(next.request, next.response);
      }
      connections.delete(socket);
      busyConnections -= 1;
      turns.afterLast?.();
    },

    /** How many connections wait for an answer. */
    busyConnections: () => busyConnections,

    /** Closes a connection whose client waits for an answer that has not begun. */
    abandon(socket: Socket): void {
      const response = connections.get(socket)?.current.response;
      if (response?.headersSent === false) response.destroy();
    },

    /**
     * Ends a connection on which something arrived that is no HTTP.
     * @param error is thrown where the body of a request is read whose rest cannot be read
     * @param refuse answers on the socket itself; called after the answers to the requests that came before
     */
    fail(socket: Socket, error: RequestError, refuse: () => void): void {
      const turns = connections.get(socket);
      const { current: { request: current } = {}, waiting = [] } = turns ?? {};
      if (turns === undefined) refuse();
      else if (waiting.length === 0 && current?.complete === false) {
        // The handler may be about to read the body.
        setImmediate(() => (current.listenerCount('error') > 0 ? current.emit('error', error) : refuse()));
      } else {
        // The socket answers instead of a request that waits and can never be read.
        if (waiting.at(-1)?.request.complete === false) waitingBytes -= waiting.pop()!.bytes;
        turns.afterLast = refuse;
      }
    },
  };
}

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';

const SWEEP_INTERVAL_MS = 50;
// A connection may be about to send its request; one that sends nothing for so long is merely silent.
const SILENCE_MS = 1500;
const EMPTY_TURNS = 3;
// Where clients connect faster than a turn takes, the port is closed nevertheless.
const MAX_ACCEPT_MS = 5000;

type Connection = { isBusy: boolean; bytesRead: number; activeAtMs: number };

/** Knows which connections have an unanswered request, so that the server ends without losing one. */
export function createDrain(server: Server) {
  const connections = new Map<Socket, Connection>();
  const responses = new Set<ServerResponse>();
  let draining = false;
  let accepted = 0;

  server.on('connection', (socket: Socket) => {
    accepted += 1;
    connections.set(socket, { isBusy: false, bytesRead: 0, activeAtMs: performance.now() });
    socket.once('close', () => connections.delete(socket));
  });

  function closeSilent(): void {
    const now = performance.now();
    server.closeIdleConnections();
    for (const [socket, connection] of connections) {
      if (connection.isBusy || socket.bytesRead !== connection.bytesRead) {
        connection.bytesRead = socket.bytesRead;
        connection.activeAtMs = now;
      } else if (now - connection.activeAtMs >= SILENCE_MS) {
        socket.destroy();
      }
    }
  }

  return {
    begin({ socket }: IncomingMessage, response: ServerResponse): void {
      if (draining) response.shouldKeepAlive = false;
      responses.add(response);
      const connection = connections.get(socket);
      if (connection !== undefined) connection.isBusy = true;
    },
    end({ socket }: IncomingMessage, response: ServerResponse): void {
      responses.delete(response);
      const connection = connections.get(socket);
      if (connection !== undefined) connection.isBusy = false;
    },

    /** Stops listening; resolves when every request is answered and every connection closed. */
    async run(): Promise<void> {
      draining = true;
      // The answer says so, and no client sends another request on a connection that closes.
      for (const response of responses) response.shouldKeepAlive = false;
      await everyConnectionAccepted(() => accepted);
      const sweep = setInterval(closeSilent, SWEEP_INTERVAL_MS);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(sweep);
    },
  };
}

/**
 * Waits until the kernel has no connection left that this process did not see yet: closing the port would reset it.
 * Each turn of the event loop accepts one, so a turn without one found none.
 */
async function everyConnectionAccepted(accepted: () => number): Promise<void> {
  const startedAtMs = performance.now();
  for (let emptyTurns = 0; emptyTurns < EMPTY_TURNS && performance.now() - startedAtMs < MAX_ACCEPT_MS; ) {
    const before = accepted();
    await nextTurn();
    emptyTurns = accepted() === before ? emptyTurns + 1 : 0;
  }
}

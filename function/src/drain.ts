import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const SWEEP_INTERVAL_MS = 50;
// A connection may be about to send its request; one that sends nothing for so long is merely silent.
const SILENCE_MS = 1500;
// Connections that the kernel took but this process did not see yet would be reset when the port closes.
const QUIET_MS = 50;
const MAX_ACCEPT_MS = 500;

type Connection = { owed: number; bytesRead: number; activeAtMs: number };

export type Drain = {
  begin(request: IncomingMessage, response: ServerResponse): void;
  end(request: IncomingMessage, response: ServerResponse): void;
  /** Stops listening; resolves when every request is answered and every connection closed. */
  run(): Promise<void>;
};

/** Keeps account of connections and of the answers that are owed on them, to end without losing one. */
export function createDrain(server: Server): Drain {
  const connections = new Map<Socket, Connection>();
  const responses = new Set<ServerResponse>();
  let draining = false;
  let acceptedAtMs = 0;

  server.on('connection', (socket: Socket) => {
    acceptedAtMs = performance.now();
    connections.set(socket, { owed: 0, bytesRead: 0, activeAtMs: acceptedAtMs });
    socket.once('close', () => connections.delete(socket));
  });

  function closeSilent(): void {
    const now = performance.now();
    server.closeIdleConnections();
    for (const [socket, connection] of connections) {
      if (connection.owed > 0 || socket.bytesRead !== connection.bytesRead) {
        connection.bytesRead = socket.bytesRead;
        connection.activeAtMs = now;
      } else if (now - connection.activeAtMs >= SILENCE_MS) {
        socket.destroy();
      }
    }
  }

  return {
    begin({ socket }, response) {
      if (draining) response.shouldKeepAlive = false;
      responses.add(response);
      const connection = connections.get(socket);
      if (connection !== undefined) connection.owed += 1;
    },
    end({ socket }, response) {
      responses.delete(response);
      const connection = connections.get(socket);
      if (connection !== undefined) connection.owed -= 1;
    },
    run: () =>
      new Promise((resolve) => {
        draining = true;
        // Told with the answer, so that no client sends another request on a connection that closes.
        for (const response of responses) response.shouldKeepAlive = false;
        const startedAtMs = performance.now();
        const sweep = setInterval(() => {
          const now = performance.now();
          const quiet = now - Math.max(acceptedAtMs, startedAtMs) >= QUIET_MS;
          if (server.listening && (quiet || now - startedAtMs >= MAX_ACCEPT_MS)) {
            server.close(() => {
              clearInterval(sweep);
              resolve();
            });
          }
          if (!server.listening) closeSilent();
        }, SWEEP_INTERVAL_MS);
      }),
  };
}

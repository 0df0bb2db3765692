import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

const SWEEP_INTERVAL_MS = 100;
// A connection that was accepted may be about to send its request; after this long it is merely silent.
const SILENCE_MS = 1500;

export type Drain = {
  begin(request: IncomingMessage, response: ServerResponse): void;
  end(request: IncomingMessage, response: ServerResponse): void;
  /** Stops listening; resolves when every request is answered and every connection closed. */
  run(): Promise<void>;
};

/** Keeps account of connections and of the answers that are owed on them, to end without losing one. */
export function createDrain(server: Server): Drain {
  const owed = new Map<Socket, number>();
  const responses = new Set<ServerResponse>();
  let draining = false;

  server.on('connection', (socket: Socket) => {
    owed.set(socket, 0);
    socket.once('close', () => owed.delete(socket));
  });

  return {
    begin({ socket }, response) {
      if (draining) response.shouldKeepAlive = false;
      responses.add(response);
      owed.set(socket, (owed.get(socket) ?? 0) + 1);
    },
    end({ socket }, response) {
      responses.delete(response);
      if (owed.has(socket)) owed.set(socket, owed.get(socket)! - 1);
    },
    run: () =>
      new Promise((resolve) => {
        draining = true;
        // Told with the answer, so that no client sends another request on a connection that closes.
        for (const response of responses) response.shouldKeepAlive = false;
        const startedAtMs = performance.now();
        const sweep = setInterval(() => {
          server.closeIdleConnections();
          if (performance.now() - startedAtMs < SILENCE_MS) return;
          for (const [socket, answers] of owed) if (answers === 0) socket.destroy();
        }, SWEEP_INTERVAL_MS);
        server.close(() => {
          clearInterval(sweep);
          resolve();
        });
      }),
  };
}

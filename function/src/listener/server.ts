import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '../config.ts';
import { methodUnknown, overloaded, type RequestError } from '../errors.ts';
import { isClosing } from '../http/close-after-answer.ts';
import type { HttpFunction } from '../http/route.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createDrain } from './drain.ts';
import { answerParseError, type ParseError, requestErrorOf } from './http-parse-errors.ts';
import { createTurns } from './turns.ts';

export type Listener = ReturnType<typeof createListener>;

const HALF_CLOSED_TIMEOUT_MS = 1000;
// Where more connections wait, one that is closed by half has gone.
const MAX_HALF_CLOSED = 16;

type ListenerParts = { handle: HttpFunction; config: Config; logger: Logger; metrics: Metrics };

/** The server around the function: calls it before the body is read, and ends without losing a request. */
export function createListener({ handle, config, logger, metrics }: ListenerParts) {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    drain.begin(request, response);
    // Of time in which nothing is sent or received. Node itself would wait for a client that reads nothing.
    response.setTimeout(config.BODY_TIMEOUT_MS, () => {
      if (response.writableEnded) response.destroy();
    });
    await handle(request, response);
    drain.end(request, response);
  }

  const turns = createTurns(answer, (socket) => {
    const { code } = overloaded();
    logger.info({ error_code: code }, 'more requests wait than fit: connection closed');
    metrics.countError(code);
    socket.destroy();
  });

  async function onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isClosing(request.socket) && !request.socket.destroyed) await turns.take(request, response);
  }

  const server = createServer(
    {
      headersTimeout: config.HEADERS_TIMEOUT_MS,
      // Only a backstop: the time of a body is counted where it is read, and a batch is classified while it arrives.
      requestTimeout: config.HEADERS_TIMEOUT_MS + 2 * config.BODY_TIMEOUT_MS,
      keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: Math.min(1000, config.HEADERS_TIMEOUT_MS),
      // Node would refuse it with an empty answer; the function answers with a problem.
      requireHostHeader: false,
    },
    onRequest,
  );
  const drain = createDrain(server);
  server.on('connection', ignoreWhenDestroyed);
  server.maxConnections = config.MAX_CONNECTIONS;
  // A client may close its side after its request and still read the answer. Mostly it has gone, and must not hold the
  // place of others.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('connection', (socket: Socket) => {
    socket.once('end', () => {
      if (turns.busyConnections() > MAX_HALF_CLOSED) turns.abandon(socket);
      const timer = setTimeout(() => turns.abandon(socket), HALF_CLOSED_TIMEOUT_MS);
      socket.once('close', () => clearTimeout(timer));
    });
  });
  server.on('checkContinue', onRequest);
  server.on('checkExpectation', onRequest);

  const failed = new WeakSet<Socket>();
  server.on('clientError', (cause: ParseError, stream) => {
    const socket = stream as Socket;
    if (failed.has(socket) || isClosing(socket)) return;
    failed.add(socket);
    // What follows "Connection: close" is not read (RFC 9112, 9.6).
    if (cause.code === 'HPE_CLOSED_CONNECTION') return;
    if (!socket.writable || cause.code === 'ECONNRESET' || cause.code === 'EPIPE') {
      socket.destroy();
      return;
    }
    endWith(requestErrorOf(cause), socket, cause.code);
  });
  // Node opens no tunnel, and would answer nothing.
  server.on('connect', (_, stream) => endWith(methodUnknown(), stream.on('error', () => {}) as Socket));

  function endWith(error: RequestError, socket: Socket, cause?: string): void {
    turns.fail(socket, error, () => answerParseError(error, socket, { cause, logger, metrics }));
  }
  return { server, drain: () => drain.run() };
}

type Parser = { onIncoming: (request: IncomingMessage, keepAlive: boolean) => number };

/**
 * Node parses all that it read, up to 64 kB with 2,000 requests, and keeps each until the connection is closed: also
 * those that come after it was destroyed.
 */
function ignoreWhenDestroyed(socket: Socket): void {
  const { parser } = socket as Socket & { parser: Parser };
  const { onIncoming } = parser;
  parser.onIncoming = (request, keepAlive) => (socket.destroyed ? 0 : onIncoming(request, keepAlive));
}

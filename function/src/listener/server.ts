import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { RequestError } from '../errors.ts';
import { closeAfterAnswer, isClosing } from '../http/close-after-answer.ts';
import { createRequestContext } from '../http/request-context.ts';
import { sendProblem } from '../http/respond.ts';
import type { HttpFunction } from '../http/route.ts';
import { type Logger, logRequest } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createDrain } from './drain.ts';
import { answerParseError } from './http-parse-errors.ts';

export type Listener = ReturnType<typeof createListener>;

type ListenerParts = { handle: HttpFunction; config: Config; logger: Logger; metrics: Metrics };

/** The server around the function: calls it before the body is read, and ends without losing a request. */
export function createListener({ handle, config, logger, metrics }: ListenerParts) {
  async function onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isClosing(request.socket)) return;
    drain.begin(request, response);
    await handle(request, response);
    drain.end(request, response);
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
  server.maxConnections = config.MAX_CONNECTIONS;
  server.on('checkContinue', onRequest);
  server.on('checkExpectation', async (request: IncomingMessage, response: ServerResponse) => {
    const context = createRequestContext(request, false);
    closeAfterAnswer(request, response);
    const detail = 'Of expectations only 100-continue is met.';
    sendProblem(response, context, new RequestError('expectation_unsupported', detail));
    logRequest(logger, context);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) =>
    answerParseError(error, socket, logger, metrics),
  );
  return { server, drain: () => drain.run() };
}

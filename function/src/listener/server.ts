import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Guard } from '../access/guard.ts';
import type { App, Route } from '../http/route.ts';
import { Body, receiveBody } from '../body/body.ts';
import type { BodyMemory } from '../body/body-memory.ts';
import type { Config } from '../config.ts';
import { RequestError, toRequestError } from '../errors.ts';
import { closeAfterAnswer, isLingering } from '../http/close-after-answer.ts';
import { checkHeaders, declaredBytes } from '../http/check-headers.ts';
import type { InFlightLimit } from '../http/in-flight.ts';
import { createRequestContext, type RequestContext } from '../http/request-context.ts';
import { sendProblem } from '../http/respond.ts';
import { registerFunction } from '../http/uncaught.ts';
import { type Logger, logRequest } from '../telemetry/log.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Tracer } from '../telemetry/tracer.ts';
import { createDrain } from './drain.ts';
import { answerMalformed } from './http-parse-errors.ts';

export type Listener = {
  readonly server: Server;
  /** Stops listening, answers what is in, and resolves when the last connection is closed. */
  drain(): Promise<void>;
};

export type ListenerParts = {
  app: App;
  config: Config;
  logger: Logger;
  metrics: Metrics;
  admission: InFlightLimit;
  memory: BodyMemory;
  guard: Guard | undefined;
  /** Where spans are sent. */
  tracer?: Tracer | undefined;
};

/** A request on its way to the registered function. */
type Passage = { route: Route; context: RequestContext; done: () => void };

function refuse(
  thrown: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): void {
  if (declaredBytes(request) !== 0 && !request.complete) closeAfterAnswer(request, response);
  sendProblem(response, context, toRequestError(thrown));
}

/** The listener: admits or refuses each request before anything of its body is kept, then hands it on. */
export function createListener(parts: ListenerParts): Listener {
  const { app, config, logger, metrics, admission, memory, guard, tracer } = parts;
  const passages = new WeakMap<IncomingMessage, Passage>();

  const toFunction = registerFunction(
    async (request, response) => {
      const { route, context, done } = passages.get(request)!;
      try {
        await route.handle(request, response, context);
      } catch (thrown) {
        refuse(thrown, request, response, context);
      }
      done();
    },
    (thrown, request, response) => {
      const { context, done } = passages.get(request)!;
      refuse(thrown, request, response, context);
      done();
    },
  );

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
    atEnd: (giveBack: () => void) => void,
  ): Promise<void> {
    if (request.httpVersion === '1.1' && request.headers.host === undefined) {
      closeAfterAnswer(request, response);
      throw new RequestError('request_malformed', 'An HTTP/1.1 request must have a Host header.');
    }
    guard?.greet(request, response);
    const route = app.resolve(context.method, context.path);
    // Health, metrics and what describes the service stay open.
    if (guard !== undefined && route.checkContentType !== undefined) {
      await guard.admit(request, response, context);
    }
    checkHeaders(request, route, config.MAX_UPLOAD_BYTES);
    if (route.checkContentType !== undefined) {
      atEnd(admission.enter());
      if (request.headers.expect !== undefined) response.writeContinue();
    }
    if (route.checkContentType !== undefined && !route.streamsBody) {
      const body = new Body(memory);
      atEnd(() => body.release());
      const limits = { maxBytes: config.MAX_UPLOAD_BYTES, timeoutMs: config.BODY_TIMEOUT_MS };
      await receiveBody(request, body, limits).finally(() => {
        context.bytesIn = body.length;
      });
      context.body = await body.whole();
      // Nobody waits for this answer any more: others do.
      if (response.destroyed) return;
    }
    await new Promise<void>((done) => {
      passages.set(request, { route, context, done });
      toFunction(request, response);
    });
  }

  async function onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isLingering(request.socket)) return;
    const context = createRequestContext(request, tracer !== undefined);
    // During a rollout two revisions answer: who compares them, or complains of one, must know which it was.
    if (config.K_REVISION !== '') response.setHeader('x-revision', config.K_REVISION);
    const closed = new Promise((resolve) => response.once('close', resolve));
    const toGiveBack: (() => void)[] = [];
    drain.begin(request, response);
    try {
      await answer(request, response, context, (giveBack) => toGiveBack.push(giveBack));
    } catch (thrown) {
      refuse(thrown, request, response, context);
    }
    for (const giveBack of toGiveBack) giveBack();
    await closed;
    drain.end(request, response);
    const route = app.pathOf(context.path);
    metrics.observe(context, route, context.status);
    logRequest(logger, context);
    tracer?.record(context, route);
  }

  const server = createServer(
    {
      headersTimeout: config.HEADERS_TIMEOUT_MS,
      // Only a backstop: the time of a body is counted where it is read, and a batch is judged while it arrives.
      requestTimeout: config.HEADERS_TIMEOUT_MS + 2 * config.BODY_TIMEOUT_MS,
      keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: Math.min(1000, config.HEADERS_TIMEOUT_MS),
      // Node would refuse it with an empty answer; it is checked below.
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
    answerMalformed(error, socket, logger, metrics),
  );
  return { server, drain: () => drain.run() };
}

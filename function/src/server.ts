import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Admission, checkHeaders, declaredBytes } from './admission.ts';
import type { App, Route } from './app.ts';
import { Body, receiveBody } from './body.ts';
import type { BodyMemory } from './body-memory.ts';
import type { Config } from './config.ts';
import { createDrain } from './drain.ts';
import { RequestError, toRequestError } from './errors.ts';
import { registerFunction } from './framework.ts';
import { closeAfterAnswer, isLingering } from './linger.ts';
import { type Logger, logRequest } from './log.ts';
import { answerMalformed } from './malformed.ts';
import type { Metrics } from './metrics.ts';
import { createRequestContext, type RequestContext } from './request-context.ts';
import { sendProblem } from './respond.ts';

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
  admission: Admission;
  memory: BodyMemory;
};

/** A request on its way to the registered function. */
type Passage = { route: Route; context: RequestContext; done: () => void };

/** The listener: admits or refuses each request before anything of its body is kept, then hands it on. */
export function createListener({ app, config, logger, metrics, admission, memory }: ListenerParts): Listener {
  const passages = new WeakMap<IncomingMessage, Passage>();

  const toFunction = registerFunction(
    async (request, response) => {
      const { route, context, done } = passages.get(request)!;
      try {
        await route.handle(request, response, context);
      } catch (thrown) {
        sendProblem(response, context, toRequestError(thrown));
      }
      done();
    },
    (thrown, request, response) => {
      const { context, done } = passages.get(request)!;
      sendProblem(response, context, toRequestError(thrown));
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
    const route = app.resolve(context.method, context.path);
    checkHeaders(request, route, config.MAX_UPLOAD_BYTES);
    if (route.checkContentType !== undefined) {
      atEnd(admission.enter());
      const body = new Body(memory);
      atEnd(() => body.release());
      if (request.headers.expect !== undefined) response.writeContinue();
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
    const context = createRequestContext(request);
    // During a rollout two revisions answer: who compares them, or complains of one, must know which it was.
    if (config.K_REVISION !== '') response.setHeader('x-revision', config.K_REVISION);
    const closed = new Promise((resolve) => response.once('close', resolve));
    const toGiveBack: (() => void)[] = [];
    drain.begin(request, response);
    try {
      await answer(request, response, context, (giveBack) => toGiveBack.push(giveBack));
    } catch (thrown) {
      if (declaredBytes(request) !== 0 && !request.complete) closeAfterAnswer(request, response);
      sendProblem(response, context, toRequestError(thrown));
    }
    for (const giveBack of toGiveBack) giveBack();
    await closed;
    drain.end(request, response);
    metrics.observe(context, app.pathOf(context.path), context.status);
    logRequest(logger, context);
  }

  const server = createServer(
    {
      headersTimeout: config.HEADERS_TIMEOUT_MS,
      // Only a backstop: the time of a body is counted where it is read.
      requestTimeout: config.HEADERS_TIMEOUT_MS + config.BODY_TIMEOUT_MS,
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
    const context = createRequestContext(request);
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

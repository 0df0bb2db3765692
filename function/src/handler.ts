import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Guard } from './access/guard.ts';
import { Body, receiveBody } from './body/body.ts';
import type { BodyMemory } from './body/body-memory.ts';
import type { Config } from './config.ts';
import { type ErrorCode, toRequestError } from './errors.ts';
import { checkHeaders, checkMessage, declaredBytes } from './http/check-headers.ts';
import { closeAfterAnswer } from './http/close-after-answer.ts';
import type { InFlightLimit } from './http/in-flight.ts';
import { createRequestContext, type RequestContext } from './http/request-context.ts';
import { sendProblem } from './http/respond.ts';
import type { App, HttpFunction, Route } from './http/route.ts';
import { runRequest } from './http/uncaught.ts';
import { type Logger, logRequest } from './telemetry/log.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { Tracer } from './telemetry/tracer.ts';

export type HandlerParts = {
  app: App;
  config: Config;
  logger: Logger;
  metrics: Metrics;
  inFlight: InFlightLimit;
  memory: BodyMemory;
  guard: Guard | undefined;
  /** Where spans are sent. */
  tracer?: Tracer | undefined;
};

/**
 * The HTTP function, for the listener and for functions-framework alike: admits or refuses each request before it keeps
 * anything of the body, answers, and writes metrics, log and spans.
 */
export function createHandler(parts: HandlerParts): HttpFunction {
  const { app, config, logger, metrics, inFlight, memory, guard, tracer } = parts;

  async function answer(
    request: IncomingMessage,
    response: ServerResponse,
    context: RequestContext,
  ): Promise<void> {
    checkMessage(request);
    guard?.setCorsHeaders?.(request, response);
    const route = app.resolve(context.method, context.path);
    const takesBody = route.checkContentType !== undefined;
    // Health, metrics and what describes the service stay open.
    if (takesBody) await guard?.admit(request, response, context);
    checkHeaders(request, route, config.MAX_UPLOAD_BYTES);
    if (takesBody) {
      context.atEnd.push(inFlight.enter());
      if (request.headers.expect !== undefined && request.httpVersionMinor > 0 && !request.complete)
        response.writeContinue();
    }
    if (takesBody && !route.streamsBody) {
      const body = new Body(memory);
      context.atEnd.push(() => body.release());
      const { maxBodyBytes: maxBytes = config.MAX_UPLOAD_BYTES } = route;
      const limits = { maxBytes, timeoutMs: config.BODY_TIMEOUT_MS };
      await receiveBody(request, body, limits).finally(() => {
        context.bytesIn = body.length;
      });
      context.body = await body.whole();
      // The client has gone: make room for the requests of the others.
      if (response.destroyed) return;
    }
    await run(route, request, response, context);
  }

  return async (request, response) => {
    const context = createRequestContext(request, tracer !== undefined);
    // During a rollout two revisions answer: a comparison or a complaint needs to know which one it was.
    if (config.K_REVISION !== '') response.setHeader('x-revision', config.K_REVISION);
    const closed = new Promise((resolve) => response.once('close', resolve));
    try {
      await answer(request, response, context);
    } catch (thrown) {
      refuse(thrown, request, response, context);
    }
    for (const giveBack of context.atEnd) giveBack();
    await closed;
    const route = app.pathOf(context.path);
    metrics.observe(context, route, context.status);
    logRequest(logger, context);
    tracer?.record(context, route);
  };
}

/** Resolves when the route has answered, or one of its callbacks has thrown and the request is refused. */
function run(route: Route, request: IncomingMessage, response: ServerResponse, context: RequestContext) {
  return new Promise<void>((resolve) => {
    const fail = (thrown: unknown) => {
      refuse(thrown, request, response, context);
      resolve();
    };
    runRequest(fail, () => (async () => route.handle(request, response, context))().then(resolve, fail));
  });
}

// What follows such a request may not be what it seems.
const closingCodes: ReadonlySet<ErrorCode> = new Set(['request_malformed', 'expectation_unsupported']);

function refuse(
  thrown: unknown,
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
): void {
  const error = toRequestError(thrown);
  const isRead = declaredBytes(request) === 0 || request.complete;
  if (!isRead || closingCodes.has(error.code)) closeAfterAnswer(request, response);
  sendProblem(response, context, error);
}

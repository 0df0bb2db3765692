import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { App, Route } from './app.ts';
import { bodyTooLarge, declaredBytes, HeldBytes, overloaded, receiveBody } from './body.ts';
import type { Config } from './config.ts';
import { RequestError, toRequestError } from './errors.ts';
import { createFrameworkHandler } from './framework.ts';
import { type Logger, logRequest } from './log.ts';
import { createRequestContext, type RequestContext } from './request-context.ts';
import { sendProblem } from './respond.ts';

export type Listener = {
  readonly server: Server;
  /** Stops listening and resolves when the last request is answered. */
  drain(): Promise<void>;
};

/** The listener: admits or refuses each request before anything of its body is kept, then hands it on. */
export function createListener(app: App, config: Config, logger: Logger): Listener {
  const held = new HeldBytes(config.MAX_IN_FLIGHT_BYTES);
  const inFlight = new Set<ServerResponse>();
  const admitted = new WeakMap<IncomingMessage, { route: Route; context: RequestContext }>();
  let photosInFlight = 0;
  let draining = false;

  const toFramework = createFrameworkHandler(
    async (request, response) => {
      const { route, context } = admitted.get(request)!;
      try {
        await route.handle(request, response, context);
      } catch (thrown) {
        sendProblem(response, context, toRequestError(thrown));
      }
    },
    (thrown, request, response) =>
      sendProblem(response, admitted.get(request)!.context, toRequestError(thrown)),
  );

  async function onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const context = createRequestContext(request);
    inFlight.add(response);
    if (draining) response.shouldKeepAlive = false;
    let countsAsPhoto = false;
    response.once('close', () => {
      inFlight.delete(response);
      held.release(context.bytesIn);
      if (countsAsPhoto) photosInFlight -= 1;
      logRequest(logger, context, response.statusCode);
    });
    try {
      const route = app.resolve(context.method, context.path);
      const declared = declaredBytes(request);
      if (route.checkContentType === undefined) {
        if (declared !== 0) throw new RequestError('body_unexpected', 'This request takes no body.');
      } else {
        if (request.headers['content-encoding'] !== undefined) {
          throw new RequestError(
            'content_encoding_unsupported',
            'Send the body without a Content-Encoding.',
            {
              headers: { 'accept-encoding': 'identity' },
            },
          );
        }
        route.checkContentType(request.headers['content-type']);
        if (declared !== undefined && declared > config.MAX_UPLOAD_BYTES)
          throw bodyTooLarge(config.MAX_UPLOAD_BYTES);
        if (photosInFlight >= config.MAX_IN_FLIGHT_REQUESTS) throw overloaded();
        countsAsPhoto = true;
        photosInFlight += 1;
        const limits = { maxBytes: config.MAX_UPLOAD_BYTES, timeoutMs: config.BODY_TIMEOUT_MS, held };
        context.body = await receiveBody(request, limits, (bytes) => {
          context.bytesIn += bytes;
        });
      }
      admitted.set(request, { route, context });
      toFramework(request, response);
    } catch (thrown) {
      if (!request.complete) response.shouldKeepAlive = false;
      sendProblem(response, context, toRequestError(thrown));
    }
  }

  const server = createServer(
    {
      headersTimeout: config.HEADERS_TIMEOUT_MS,
      requestTimeout: config.HEADERS_TIMEOUT_MS + config.BODY_TIMEOUT_MS,
      keepAliveTimeout: config.KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: 500,
    },
    onRequest,
  );

  return {
    server,
    drain: () =>
      new Promise((resolve) => {
        draining = true;
        for (const response of inFlight) response.shouldKeepAlive = false;
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

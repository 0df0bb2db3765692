import type { IncomingMessage, ServerResponse } from 'node:http';
import { RequestError } from './errors.ts';
import type { Classifier } from './model/classifier.ts';
import type { RequestContext } from './request-context.ts';
import { send, sendJson } from './respond.ts';
import { predictRoute } from './routes/predict.ts';
import { bodyKindOf } from './upload.ts';

export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
) => void | Promise<void>;

/** What one method of one path does. */
export type Route = {
  handle: Handler;
  /** Present where a body is taken: refuses a Content-Type before the body is read. */
  checkContentType?: (contentType: string | undefined) => unknown;
};

export type App = { resolve(method: string, path: string): Route };

export type AppState = { classifier: Classifier | undefined; draining: boolean };

/** The routes: method and path to handler. */
export function createApp(state: AppState): App {
  const ready = () => {
    if (state.classifier === undefined) throw new RequestError('not_ready', 'The model is being loaded.');
    return state.classifier;
  };
  const paths: Record<string, Record<string, Route>> = {
    '/health': { GET: { handle: (_q, res, ctx) => sendJson(res, ctx, 200, { status: 'alive' }) } },
    '/ready': {
      GET: {
        handle: (_q, res, ctx) => {
          const { name, version } = ready().contract;
          sendJson(res, ctx, 200, { status: 'ready', model: { name, version } });
        },
      },
    },
    '/predict': {
      POST: {
        checkContentType: bodyKindOf,
        handle: (req, res, ctx) => predictRoute(ready(), req.headers['content-type'], ctx, res),
      },
    },
  };
  return {
    resolve(method, path) {
      const methods = Object.hasOwn(paths, path) ? paths[path] : undefined;
      if (methods === undefined) throw new RequestError('not_found', 'There is nothing at this path.');
      const allow = [...Object.keys(methods), ...(methods.GET ? ['HEAD'] : []), 'OPTIONS'].join(', ');
      if (method === 'OPTIONS') {
        return { handle: (_q, res, ctx) => send(res, ctx, 204, { allow }, '') };
      }
      const route = methods[method === 'HEAD' ? 'GET' : method];
      if (route === undefined) {
        throw new RequestError('method_not_allowed', `This path takes ${allow}.`, { headers: { allow } });
      }
      return route;
    },
  };
}

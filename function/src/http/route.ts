import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestContext } from './request-context.ts';

/** A function that answers one HTTP request; resolves when the answer is complete or the client has gone. */
export type HttpFunction = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Answers a request that was admitted, and whose body has arrived unless the route streams it. */
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
  /** The largest body where it is not MAX_UPLOAD_BYTES. */
  maxBodyBytes?: number;
  /** Whether the handler takes the body itself, as it arrives. */
  streamsBody?: true;
};

export type Methods = Partial<Record<'GET' | 'POST', Route>>;
export type Routes = Record<string, Methods>;

export type App = {
  /** @throws RequestError not_found, method_not_allowed */
  resolve(method: string, path: string): Route;
  /** The path if there is such a route, its variables by name: a label that takes its values from a closed set. */
  pathOf(path: string): string | undefined;
};

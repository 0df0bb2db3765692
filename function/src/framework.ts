import type { IncomingMessage, ServerResponse } from 'node:http';
import process from 'node:process';
import { http } from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';

export type HttpFunction = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Called with what a request threw outside of the function's own promise, e.g. in a callback. */
export type Uncaught = (thrown: unknown, request: IncomingMessage, response: ServerResponse) => void;

const FUNCTION_NAME = 'predict';

/**
 * Registers the function with functions-framework and returns the framework's request handler.
 *
 * The handler expects a request whose body was read already: the framework's parsers, which would buffer up to
 * 1 GiB and inflate it, pass over a request that has ended.
 */
export function createFrameworkHandler(
  handle: HttpFunction,
  onUncaught: Uncaught,
): (request: IncomingMessage, response: ServerResponse) => void {
  http(FUNCTION_NAME, (request, response) => {
    // The framework runs each request in a domain whose error listener would send and print the error's text.
    const { domain } = process as { domain?: NodeJS.EventEmitter | null };
    domain?.removeAllListeners('error');
    domain?.on('error', (thrown) => onUncaught(thrown, request, response));
    return handle(request, response);
  });
  const server = getTestServer(FUNCTION_NAME);
  return (request, response) => {
    // Its router answers some paths (/favicon.ico, broken escapes) itself: it gets one that it always passes on.
    request.url = '/';
    server.emit('request', request, response);
  };
}

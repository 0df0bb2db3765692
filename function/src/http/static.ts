import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { RequestContext } from './request-context.ts';
import { send } from './respond.ts';
import type { Route } from './route.ts';

type Content = { type: string; body: string | Buffer; headers?: Record<string, string> };

/** A route whose answer changes with a release only. */
export function staticRoute(content: () => Content | Promise<Content>): Route {
  return {
    async handle(request, response, context) {
      sendUnlessKnown(request, response, context, await content());
    },
  };
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/** A route for a file of the build, whose type follows from its name. */
export function fileRoute(folder: string, file: string, headers: Record<string, string>): Route {
  const type = types[path.extname(file)]!;
  return staticRoute(async () => ({ type, body: await readFile(path.join(folder, file)), headers }));
}

/** Answers with an ETag, and with 304 to who has it already (RFC 9110, 13.1.2). */
export function sendUnlessKnown(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
  { type, body, headers = {} }: Content,
): void {
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  const all = { etag, 'referrer-policy': 'no-referrer', ...headers };
  // A proxy that compresses may have made the tag a weak one.
  const known =
    request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  if (known.includes(etag) || known.includes('*')) send(response, context, 304, all, '');
  else send(response, context, 200, { 'content-type': type, ...all }, body);
}

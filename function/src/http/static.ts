import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestContext } from './request-context.ts';
import { send } from './respond.ts';
import type { Route } from './route.ts';

export type Content = { type: string; body: string | Buffer; headers?: Record<string, string> };

/** A route whose answer changes with a release only. */
export function staticRoute(content: () => Content | Promise<Content>): Route {
  return {
    async handle(request, response, context) {
      sendUnlessKnown(request, response, context, await content());
    },
  };
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
  if (knows(request.headers['if-none-match'], etag)) send(response, context, 304, all, '');
  else send(response, context, 200, { 'content-type': type, ...all }, body);
}

/** A proxy that compresses may have made the tag a weak one. */
function knows(ifNoneMatch: string | undefined, etag: string): boolean {
  const known = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return known.includes(etag) || known.includes('*');
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { createLargeAnswers } from './large-answers.ts';
import type { RequestContext } from './request-context.ts';
import { send } from './respond.ts';
import type { Route } from './route.ts';

/** Content that changes with a release only: all answers share its one buffer. */
export type StaticContent = { type: string; body: Buffer; etag: string; headers: Record<string, string> };

export function staticContent(
  type: string,
  content: string | Buffer,
  headers: Record<string, string>,
): StaticContent {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url')}"`, headers };
}

/** Calls `load` at the first use and keeps what it returns. A failure is not kept: the next use tries again. */
export function once<T>(load: () => T | Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= (async () => load())().catch((error) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}

const LARGE_BYTES = 128 * 1024;
const MAX_LARGE_ANSWERS = 32;

/** A route whose answer is made once. */
export function staticRoute(load: () => StaticContent | Promise<StaticContent>): Route {
  const content = once(load);
  const asLargeAnswer = createLargeAnswers(MAX_LARGE_ANSWERS, 'Too many clients load this file.');
  return {
    async handle(request, response, context) {
      const answer = await content();
      if (answer.body.length > LARGE_BYTES) asLargeAnswer(request, response);
      sendUnlessKnown(request, response, context, answer);
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
  return staticRoute(async () => staticContent(type, await readFile(path.join(folder, file)), headers));
}

/** Answers with an ETag, and with 304 to who has it already (RFC 9110, 13.1.2). */
export function sendUnlessKnown(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
  { type, body, etag, headers }: StaticContent,
): void {
  const all = { etag, 'referrer-policy': 'no-referrer', ...headers };
  // A proxy that compresses may have made the tag a weak one.
  const known =
    request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  if (known.includes(etag) || known.includes('*')) send(response, context, 304, all, '');
  else send(response, context, 200, { 'content-type': type, ...all }, body);
}

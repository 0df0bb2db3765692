import type { IncomingMessage } from 'node:http';
import { RequestError } from './errors.ts';

/**
 * The media type of `offered` that the client likes best, by its Accept header; the first of equals.
 * The parser is loaded with the first request that needs it.
 * @throws RequestError not_acceptable when it takes none of them
 */
export async function preferredType<T extends string>(
  request: IncomingMessage,
  offered: readonly [T, ...T[]],
): Promise<T> {
  if (request.headers.accept === undefined) return offered[0];
  const { default: Negotiator } = await import('negotiator');
  const preferred = new Negotiator(request).mediaType(offered);
  if (preferred !== undefined) return preferred as T;
  throw new RequestError('not_acceptable', `This answer can be had as ${offered.join(', ')}.`);
}

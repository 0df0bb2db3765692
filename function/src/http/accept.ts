import type { IncomingMessage } from 'node:http';
import { RequestError } from '../errors.ts';

/**
 * The media type of `offered` that the client likes best, by its Accept header; the first of equals, and undefined when
 * it takes none of them. The parser is loaded with the first request that needs it.
 */
export async function likedType<T extends string>(
  request: IncomingMessage,
  offered: readonly [T, ...T[]],
): Promise<T | undefined> {
  if (request.headers.accept === undefined) return offered[0];
  const { default: Negotiator } = await import('negotiator');
  return new Negotiator(request).mediaType(offered) as T | undefined;
}

/**
 * As `likedType`, for an answer that there is in no other type.
 * @throws RequestError not_acceptable
 */
export async function preferredType<T extends string>(
  request: IncomingMessage,
  offered: readonly [T, ...T[]],
): Promise<T> {
  const liked = await likedType(request, offered);
  if (liked !== undefined) return liked;
  throw new RequestError('not_acceptable', `This answer can be had as ${offered.join(', ')}.`);
}

import type { IncomingMessage } from 'node:http';
import { RequestError } from '../errors.ts';

/**
 * The media type of `offered` that the client prefers, by its Accept header: the first of equals, undefined when it
 * accepts none of them. The first request that needs the parser loads it.
 */
export async function acceptedType<T extends string>(
  request: IncomingMessage,
  offered: readonly [T, ...T[]],
): Promise<T | undefined> {
  // An empty list names no preference (RFC 9110, 12.5.1).
  if (!/[^\s,]/.test(request.headers.accept ?? '')) return offered[0];
  const { default: Negotiator } = await import('negotiator');
  return new Negotiator(request).mediaType(offered) as T | undefined;
}

/** The same for an answer that exists in no other type. @throws RequestError not_acceptable */
export async function requireAcceptedType<T extends string>(
  request: IncomingMessage,
  offered: readonly [T, ...T[]],
): Promise<T> {
  const accepted = await acceptedType(request, offered);
  if (accepted !== undefined) return accepted;
  throw new RequestError('not_acceptable', `This answer can be had as ${offered.join(', ')}.`);
}

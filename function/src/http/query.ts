import type { IncomingMessage } from 'node:http';
import { RequestError } from '../errors.ts';

/**
 * The value of a yes-or-no parameter of the query; false where it is absent.
 * @throws RequestError query_invalid
 */
export function queryFlag(request: IncomingMessage, name: string): boolean {
  const target = request.url ?? '/';
  const at = target.indexOf('?');
  if (at < 0) return false;
  const [value = 'false', ...more] = new URLSearchParams(target.slice(at + 1)).getAll(name);
  if (more.length === 0 && (value === 'true' || value === 'false')) return value === 'true';
  const detail = `The parameter "${name}" must be true or false, and be given once.`;
  throw new RequestError('query_invalid', detail);
}

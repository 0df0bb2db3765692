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
  const values = new URLSearchParams(target.slice(at + 1)).getAll(name);
  if (values.length === 0) return false;
  const [value] = values;
  if (values.length === 1 && (value === 'true' || value === 'false')) return value === 'true';
  throw new RequestError(
    'query_invalid',
    `The parameter "${name}" must be true or false, and be given once.`,
  );
}

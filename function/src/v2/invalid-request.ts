import { RequestError } from '../errors.ts';
import { wellFormed } from '../json/well-formed.ts';

/** The refusal of an inference request, which says what was wrong and what is allowed. */
export function invalidRequest(detail: string, options?: ErrorOptions): RequestError {
  // The detail can hold a name of the request, and with it half of a surrogate pair.
  return new RequestError('inference_request_invalid', wellFormed(detail), options);
}

import { RequestError } from '../errors.ts';

/** The refusal of an inference request, which says what was wrong and what is allowed. */
export function invalidRequest(detail: string, options?: ErrorOptions): RequestError {
  return new RequestError('inference_request_invalid', detail, options);
}

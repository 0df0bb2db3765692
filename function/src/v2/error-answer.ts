import type { RequestError } from '../errors.ts';

/**
 * The status and the body of an error, as the Open Inference Protocol has them. A photo in a tensor that cannot be
 * judged is a bad argument, 400, as in Triton; 415 is left to what the headers say of the body.
 */
export function v2ErrorOf(error: RequestError): { status: number; body: { error: string } } {
  const status = error.code.startsWith('image_') ? 400 : error.status;
  return { status, body: { error: error.message } };
}

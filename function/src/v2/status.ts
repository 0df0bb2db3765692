import { type ErrorCode, errors } from '../errors.ts';

/**
 * The status of an error as the Open Inference Protocol has it. A photo in a tensor that cannot be judged is a bad
 * argument, 400, as in Triton; 415 is left to what the headers say of the body.
 */
export function v2StatusOf(code: ErrorCode): number {
  return code.startsWith('image_') ? 400 : errors[code][0];
}

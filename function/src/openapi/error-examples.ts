import { type ErrorCode, errors, problemOf, RequestError } from '../errors.ts';
import sample from './sample-answers.json' with { type: 'json' };

/** A detail as the function has it, for each error. */
const details: Record<ErrorCode, string> = {
  file_missing: 'The field "file" with a photo is missing.',
  file_duplicated: 'Send one file in a request.',
  field_unexpected: 'Only the field "file" with one file is expected.',
  file_empty: 'The file has no bytes.',
  multipart_malformed: 'The multipart body is malformed or incomplete.',
  query_invalid: 'The parameter "explain" must be true or false, and be given once.',
  event_malformed: 'The CloudEvent is malformed: id must be given.',
  event_unexpected:
    "Events of type cats-vs-dogs.prediction are this function's own answers: leave them out of its Trigger.",
  json_malformed:
    'The JSON must have one property, image_base64 or url. Send {"image_base64": "..."} or {"url": "https://..."}.',
  verdict_invalid:
    'No verdict was taken: row 1: photo_sha256 must be the SHA-256 of the file, 64 digits of 0-9 and a-f.',
  body_unexpected: 'This request takes no body.',
  request_malformed: 'The request is not valid HTTP.',
  inference_request_invalid: 'In the inference request, /inputs must NOT have fewer than 1 items.',
  api_key_required: 'Send a key, as "Authorization: Bearer KEY" or "X-API-Key: KEY".',
  not_found: 'There is nothing at this path.',
  explanation_unavailable: 'The model that is served here gives no reasons.',
  method_not_allowed: 'This path takes POST, OPTIONS.',
  not_acceptable: 'This answer can be had as image/png, image/webp, application/json.',
  request_timeout: 'The body did not arrive within 30000 ms.',
  body_too_large: 'The request body may have at most 10485760 bytes.',
  files_too_many: 'A batch may have at most 32 photos.',
  verdicts_too_many: 'A request may have at most 1000 verdicts. No verdict was taken.',
  content_encoding_unsupported: 'Send the body without a Content-Encoding.',
  content_type_unsupported:
    'Send the photo as multipart/form-data in the field "file", as the body with an image/* type, or as JSON in image_base64.',
  image_type_unsupported:
    'This is not an image that is accepted. Accepted are JPEG, PNG, WebP, GIF, AVIF, HEIC and TIFF.',
  expectation_unsupported: 'Of expectations only 100-continue is met.',
  image_corrupt: 'The image is truncated or corrupt.',
  image_too_large: 'The image has 40000 x 30 pixels; a side may have at most 32767.',
  image_too_slow: 'The image takes too long to decode. Send it smaller, or as a baseline JPEG.',
  url_refused: 'No host is allowed: send the photo itself.',
  photo_unavailable: 'The host answered 404.',
  rate_limited: 'A key may have 600 photos judged in 60 s.',
  headers_too_large: 'The headers of the request are too large.',
  internal_error: 'Something went wrong here. Please try again.',
  method_unknown: 'The methods here are GET, HEAD, POST and OPTIONS.',
  photo_unreachable: 'The photo could not be fetched from its URL in time. Please try again.',
  not_ready: 'The model is being loaded.',
  overloaded: 'Too many photos are being judged right now. Please try again soon.',
};

/** As the Open Inference Protocol has them, where they differ. */
const v2Details: Partial<Record<ErrorCode, string>> = {
  not_found: `There is no such model; there is "${sample.ready.model.name}" in version "${sample.ready.model.version}".`,
};

const codes = Object.keys(errors) as ErrorCode[];

export const exampleNameOf = (code: ErrorCode) => code;
export const v2ExampleNameOf = (code: ErrorCode) => `v2_${code}`;

/** For `components.examples`: the body of each error, and the same as the Open Inference Protocol has it. */
export const errorExamples = (): Record<string, { summary: string; value: object }> =>
  Object.fromEntries(
    codes.flatMap((code) => {
      const [, summary] = errors[code];
      const problem = problemOf(new RequestError(code, details[code]), sample.requestId);
      const v2 = { error: v2Details[code] ?? details[code] };
      return [
        [exampleNameOf(code), { summary, value: problem }],
        [v2ExampleNameOf(code), { summary, value: v2 }],
      ];
    }),
  );

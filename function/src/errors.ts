/** Every error that a client can get: its stable code, its status and its title. */
export const errors = {
  file_missing: [400, 'No file was sent'],
  file_duplicated: [400, 'More than one file was sent'],
  field_unexpected: [400, 'A field that is not expected was sent'],
  file_empty: [400, 'The file is empty'],
  multipart_malformed: [400, 'The multipart body is malformed'],
  json_malformed: [400, 'The JSON of the photo is malformed'],
  query_invalid: [400, 'A query parameter has a value that is not allowed'],
  event_malformed: [400, 'The CloudEvent is malformed'],
  event_unexpected: [400, 'This event is not for this function'],
  body_unexpected: [400, 'This request takes no body'],
  request_malformed: [400, 'The request is malformed'],
  verdict_invalid: [400, 'A verdict is invalid'],
  inference_request_invalid: [400, 'The inference request is invalid'],
  api_key_required: [401, 'An API key is required'],
  not_found: [404, 'Not found'],
  explanation_unavailable: [404, 'The model gives no reasons'],
  method_not_allowed: [405, 'Method not allowed'],
  not_acceptable: [406, 'No type of answer that is accepted'],
  request_timeout: [408, 'The request took too long to arrive'],
  body_too_large: [413, 'The body is too large'],
  files_too_many: [413, 'Too many files were sent'],
  verdicts_too_many: [413, 'Too many verdicts were sent'],
  content_encoding_unsupported: [415, 'Content encoding not supported'],
  content_type_unsupported: [415, 'Content type not supported'],
  image_type_unsupported: [415, 'Image type not supported'],
  expectation_unsupported: [417, 'Expectation not supported'],
  image_corrupt: [422, 'The image is corrupt'],
  image_too_large: [422, 'The image is too large'],
  image_too_slow: [422, 'The image takes too long to decode'],
  url_refused: [422, 'This URL may not be fetched'],
  photo_unavailable: [422, 'The photo cannot be had from its URL'],
  rate_limited: [429, 'Too many photos'],
  headers_too_large: [431, 'The headers are too large'],
  internal_error: [500, 'Internal error'],
  method_unknown: [501, 'Method not implemented'],
  photo_unreachable: [502, 'The photo could not be fetched now'],
  not_ready: [503, 'Not ready'],
  overloaded: [503, 'Overloaded'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ErrorCode = keyof typeof errors;

/** What is wrong with one row of a body that has many; the first one is 1. */
export type RowError = { row: number; detail: string };

/** An error that is told to the client: `detail` must hold nothing of the server's insides. */
export class RequestError extends Error {
  override name = 'RequestError';
  readonly code: ErrorCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly rows: readonly RowError[] | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    options?: ErrorOptions & { headers?: Record<string, string>; rows?: readonly RowError[] },
  ) {
    super(detail, options);
    this.code = code;
    this.headers = options?.headers ?? {};
    this.rows = options?.rows;
  }

  get status(): number {
    return errors[this.code][0];
  }
}

/** The 413 of a body, or of a photo in it, above its limit. */
export function bodyTooLarge(maxBytes: number): RequestError {
  return new RequestError('body_too_large', `The request body may have at most ${maxBytes} bytes.`);
}

/** The 415 of a body whose type is none of `accepted`. */
export function contentTypeUnsupported(detail: string, accepted: string): RequestError {
  return new RequestError('content_type_unsupported', detail, { headers: { 'accept-post': accepted } });
}

/** The 501 of a method that no path has (RFC 9110, 9.1). */
export function methodUnknown(): RequestError {
  return new RequestError('method_unknown', 'The methods here are GET, HEAD, POST and OPTIONS.');
}

/** The 503 of a request for which there is no room now. */
export function overloaded(reason = 'Too many photos are being judged right now.'): RequestError {
  return new RequestError('overloaded', `${reason} Please try again soon.`, {
    headers: { 'retry-after': '1' },
  });
}

/** Any thrown value as a RequestError; what is not one becomes internal_error with itself as the cause. */
export function toRequestError(thrown: unknown): RequestError {
  if (thrown instanceof RequestError) return thrown;
  const detail = 'Something went wrong here. Please try again.';
  return new RequestError('internal_error', detail, { cause: thrown });
}

export type Problem = ReturnType<typeof problemOf>;

/** The body of the answer to a request that failed: RFC 9457, with the `detail` that clients of the former API read. */
export function problemOf(error: RequestError, requestId: string) {
  const [status, title] = errors[error.code];
  return {
    type: `urn:cats-vs-dogs:error:${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    request_id: requestId,
    ...(error.rows && { errors: error.rows }),
  };
}

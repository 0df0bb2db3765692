// What the operations of openapi.json are made of.
import { type ErrorCode, errors } from '../errors.ts';

export const json = (schema: object) => ({ 'application/json': { schema } });
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const requestIdHeader = {
  'X-Request-Id': { description: 'The id of the request, as in the log.', schema: { type: 'string' } },
};

/** Both are asked for only where the service has keys. */
export const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, where the service asks for one.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same key in another header.' },
};
export const optionalKey = [{}, { bearer: [] }, { apiKey: [] }];
/** What can be wrong with any request. */
export const alwaysErrors: ErrorCode[] = ['request_malformed', 'body_unexpected', 'internal_error'];
/** What can be wrong with a request that brings photos, whichever way. */
export const bodyErrors: ErrorCode[] = [
  'api_key_required',
  'rate_limited',
  'request_malformed',
  'request_timeout',
  'body_too_large',
  'content_encoding_unsupported',
  'content_type_unsupported',
  'expectation_unsupported',
  'headers_too_large',
  'internal_error',
  'not_ready',
  'overloaded',
];
export const formErrors: ErrorCode[] = ['file_missing', 'field_unexpected', 'multipart_malformed'];
export const photoErrors: ErrorCode[] = [
  'file_empty',
  'image_type_unsupported',
  'image_corrupt',
  'image_too_large',
];

/** The answers of these errors as problem details, by status. */
export function problems(codes: readonly ErrorCode[]): Record<string, object> {
  return errorResponses(codes, (code) => errors[code][0], {
    'application/problem+json': { schema: ref('Problem') },
  });
}

/** The responses of an operation for these errors, one for each status, whose content has this schema. */
export function errorResponses(
  codes: readonly ErrorCode[],
  statusOf: (code: ErrorCode) => number,
  content: Record<string, { schema: object }>,
): Record<string, object> {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map((code) => `\`${code}\`: ${errors[code][1]}.`).join(' '),
        headers: requestIdHeader,
        content,
      },
    ]),
  );
}

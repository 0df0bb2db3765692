// What the operations of openapi.json are made of.
import { type ErrorCode, errors } from '../errors.ts';
import { exampleNameOf, v2ExampleNameOf } from './error-examples.ts';

export const string = { type: 'string' };
export const label = { type: 'string', enum: ['cat', 'dog'] };
export const probability = { type: 'number', minimum: 0, maximum: 1 };
export const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' };
export const arrayOf = (items: object) => ({ type: 'array', items });
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });

/** An object whose properties are all required, except the optional ones. */
export function object<P extends Record<string, object>>(properties: P, optional: readonly string[] = []) {
  const required = Object.keys(properties).filter((name) => !optional.includes(name));
  return { type: 'object', required, properties };
}

/** The same, without any other property. */
export const closed = <P extends Record<string, object>>(
  properties: P,
  optional: readonly string[] = [],
) => ({
  ...object(properties, optional),
  additionalProperties: false,
});

/** @param example of the value */
export const json = (schema: object, example?: unknown) => ({
  'application/json': { schema, ...(example !== undefined && { example }) },
});
export const text = { schema: string };
export const binary = { schema: { type: 'string', format: 'binary' } };
export const requestIdHeader = {
  'X-Request-Id': { description: 'The id of the request, as in the log.', ...text },
};

/** A response; each has the id of its request. */
export const response = (description: string, content: object, headers: object = {}) => ({
  description,
  headers: { ...requestIdHeader, ...headers },
  content,
});

/** Both are asked for only where the service has keys. */
export const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'An API key, where the service asks for one.' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same key in another header.' },
};

/** The groups of operations. */
export const tags = {
  photos: 'Photos',
  events: 'Events',
  verdicts: 'Verdicts',
  service: 'Service',
  documentation: 'Documentation',
  v2: 'Open Inference Protocol v2',
} as const;

/** What every operation says of itself. Generators make names of functions from `operationId`. */
export type About = {
  operationId: string;
  tags: readonly [(typeof tags)[keyof typeof tags]];
  summary: string;
  description?: string;
  parameters?: object[];
  [extension: `x-${string}`]: unknown;
};

/** An operation that reads. */
export const getOperation = (about: About, ok: object, others: object) => ({
  get: { ...about, responses: { '200': ok, ...others } },
});

/** An operation that takes photos, in a body of one of the types of `content`. */
export const photoOperation = (about: About, content: object, ok: object, errorsByStatus: object) => ({
  post: {
    ...about,
    security: [{}, { bearer: [] }, { apiKey: [] }],
    requestBody: { required: true, content },
    responses: { '200': ok, ...errorsByStatus },
  },
});

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
  'image_too_slow',
];

/** What can be wrong with a photo that comes as a URL. */
export const urlErrors: ErrorCode[] = ['url_refused', 'photo_unavailable', 'photo_unreachable'];

/** The answers of these errors as problem details, by status. */
export function problems(codes: readonly ErrorCode[]): Record<string, object> {
  return errorResponses(
    codes,
    (code) => errors[code][0],
    (ofStatus) => ({
      'application/problem+json': { schema: ref('Problem'), examples: examplesOf(ofStatus, exampleNameOf) },
    }),
  );
}

/** The same as the Open Inference Protocol has errors. */
export function v2Errors(
  codes: readonly ErrorCode[],
  statusOf: (code: ErrorCode) => number,
): Record<string, object> {
  return errorResponses(codes, statusOf, (ofStatus) => ({
    'application/json': { schema: ref('V2Error'), examples: examplesOf(ofStatus, v2ExampleNameOf) },
  }));
}

const examplesOf = (codes: readonly ErrorCode[], nameOf: (code: ErrorCode) => string) =>
  Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${nameOf(code)}` }]));

/** One response for each status of these errors. */
function errorResponses(
  codes: readonly ErrorCode[],
  statusOf: (code: ErrorCode) => number,
  contentOf: (codes: readonly ErrorCode[]) => object,
): Record<string, object> {
  const byStatus: Record<string, ErrorCode[]> = {};
  for (const code of codes) {
    const status = statusOf(code);
    byStatus[status] = [...(byStatus[status] ?? []), code];
  }
  const descriptionOf = (code: ErrorCode) => `\`${code}\`: ${errors[code][1]}.`;
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, ofStatus]) => [
      status,
      response(ofStatus.map(descriptionOf).join(' '), contentOf(ofStatus)),
    ]),
  );
}

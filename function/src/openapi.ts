import { type ErrorCode, errors } from './errors.ts';

const json = (schema: object) => ({ 'application/json': { schema } });
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const requestIdHeader = {
  'X-Request-Id': { description: 'The id of the request, as in the log.', schema: { type: 'string' } },
};
const probability = { type: 'number', minimum: 0, maximum: 1 };

const predictErrors: ErrorCode[] = [
  'file_missing',
  'file_duplicated',
  'field_unexpected',
  'file_empty',
  'multipart_malformed',
  'request_malformed',
  'request_timeout',
  'body_too_large',
  'content_encoding_unsupported',
  'content_type_unsupported',
  'image_type_unsupported',
  'expectation_unsupported',
  'image_corrupt',
  'image_too_large',
  'headers_too_large',
  'internal_error',
  'not_ready',
  'overloaded',
];

function problems(codes: readonly ErrorCode[]): Record<string, object> {
  const byStatus = groupByStatus(codes);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      String(status),
      {
        description: group.map((code) => `\`${code}\`: ${errors[code][1]}.`).join(' '),
        headers: requestIdHeader,
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    ]),
  );
}

const always: ErrorCode[] = ['request_malformed', 'body_unexpected', 'internal_error'];

function get(summary: string, ok: object, more: ErrorCode[] = []) {
  return {
    summary,
    responses: { '200': { headers: requestIdHeader, ...ok }, ...problems([...always, ...more]) },
  };
}

const text = (description: string, type: string) => ({
  description,
  content: { [type]: { schema: { type: 'string' } } },
});

const photoBody = { schema: { type: 'string', format: 'binary' } };

/** The OpenAPI 3.1 description of this service. */
export function openApiDocument(version: string) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'cats-vs-dogs',
      version,
      description:
        'Tells cats from dogs in a photo. Errors are RFC 9457 problem details with a stable `code`.',
    },
    paths: {
      '/': { get: get('What this service is', { description: 'Service info', content: json(ref('Info')) }) },
      '/predict': { post: predictOperation },
      '/health': {
        get: get('Whether the process is alive', { description: 'It is', content: json(ref('Health')) }),
      },
      '/ready': {
        get: get(
          'Whether a real prediction was made and came out right',
          { description: 'It was', content: json(ref('Ready')) },
          ['not_ready'],
        ),
      },
      '/metrics': {
        get: get(
          'Metrics for Prometheus, which asks each pod itself',
          text('The text format', 'text/plain'),
          ['not_found'],
        ),
      },
      '/openapi.json': {
        get: get('This document', { description: 'OpenAPI 3.1', content: json({ type: 'object' }) }),
      },
      '/docs': { get: get('This page', text('Swagger UI', 'text/html')) },
    },
    components: { schemas },
  };
}

const predictOperation = {
  summary: 'Judges a photo',
  description:
    'JPEG, PNG, WebP, GIF, AVIF or TIFF; the format is told by content. Of an animation the first frame counts.',
  requestBody: {
    required: true,
    content: {
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'],
          additionalProperties: false,
          properties: { file: { type: 'string', format: 'binary' } },
        },
      },
      'image/*': photoBody,
      'application/octet-stream': photoBody,
    },
  },
  responses: {
    '200': { description: 'The answer', headers: requestIdHeader, content: json(ref('Prediction')) },
    ...problems(predictErrors),
  },
};

const model = {
  type: 'object',
  required: ['name', 'version'],
  properties: { name: { type: 'string' }, version: { type: 'string' } },
  additionalProperties: false,
};

const label = { type: 'string', enum: ['cat', 'dog'] };

const schemas = {
  Prediction: {
    type: 'object',
    required: [
      'prediction',
      'probability',
      'confidence',
      'probabilities',
      'is_pet',
      'pet_score',
      'needs_review',
      'inference_time_ms',
      'model',
      'request_id',
    ],
    additionalProperties: false,
    properties: {
      prediction: { ...label, description: 'The class with the highest probability.' },
      probability: { ...probability, description: 'Calibrated probability of the predicted class.' },
      confidence: {
        ...probability,
        description:
          '`probability` rounded to four decimals, under the name that clients of the former API read.',
      },
      probabilities: {
        type: 'object',
        description: 'Calibrated probability of each class; they add up to 1.',
        required: ['cat', 'dog'],
        properties: { cat: probability, dog: probability },
        additionalProperties: false,
      },
      is_pet: {
        type: 'boolean',
        description:
          'Whether the photo shows a cat or a dog at all: its pet score reaches the threshold that was chosen with ' +
          'the model. Of a photo without one, `prediction` still says what it is more like.',
      },
      pet_score: {
        ...probability,
        description:
          'How much the photo looks like a pet, from 0 to 1, rounded to four decimals after `is_pet` was decided.',
      },
      needs_review: {
        type: 'boolean',
        description:
          'Whether a person should look: `probability` is below the threshold that was chosen with the model.',
      },
      inference_time_ms: {
        type: 'number',
        minimum: 0,
        description: 'Milliseconds that the model ran, all passes together; decoding is not part of it.',
      },
      model: ref('Model'),
      request_id: { type: 'string' },
    },
  },
  Model: model,
  Info: {
    type: 'object',
    required: ['name', 'description', 'version', 'model', 'labels', 'links'],
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      description: { type: 'string' },
      version: { type: 'string' },
      model: { oneOf: [ref('Model'), { type: 'null' }] },
      labels: { type: 'array', items: label },
      links: { type: 'object', additionalProperties: { type: 'string' } },
    },
  },
  Health: {
    type: 'object',
    required: ['status'],
    additionalProperties: false,
    properties: { status: { const: 'alive' } },
  },
  Ready: {
    type: 'object',
    required: ['status', 'model'],
    additionalProperties: false,
    properties: { status: { const: 'ready' }, model: ref('Model') },
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457 problem details.',
    required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
    additionalProperties: false,
    properties: {
      type: { type: 'string', pattern: '^urn:cats-vs-dogs:error:' },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      detail: { type: 'string', description: 'What was wrong with this request, for people.' },
      code: { type: 'string', enum: Object.keys(errors), description: 'Stable, for programs.' },
      request_id: { type: 'string' },
    },
  },
};

function statusOf(code: ErrorCode): number {
  return errors[code][0];
}

function groupByStatus(codes: readonly ErrorCode[]): Map<number, ErrorCode[]> {
  const groups = new Map<number, ErrorCode[]>();
  for (const code of codes) groups.set(statusOf(code), [...(groups.get(statusOf(code)) ?? []), code]);
  return groups;
}
